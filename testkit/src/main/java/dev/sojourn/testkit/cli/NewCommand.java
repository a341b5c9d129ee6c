package dev.sojourn.testkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a bundle to begin with. */
@Command(
    name = "new",
    description = {
      "Writes a bundle with one journey, its spec, one template, a pom.xml and a README.",
      "The directory must be empty, or not be there."
    },
    mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {
  private static final String FILES = "/dev/sojourn/testkit/cli/bundle/";
  private static final String BUILD = "/dev/sojourn/testkit/cli/build.properties";
  private static final String EDITOR = "/sojourn.gdsl";

  /** Where each file goes; one that begins with a dot has another name among the resources. */
  private static final Map<String, String> PATHS = paths();

  @Parameters(paramLabel = "dir", description = "where; its name is the name of the bundle")
  private Path directory = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  private static Map<String, String> paths() {
    var paths = new LinkedHashMap<String, String>();
    paths.put("welcome.groovy", "journeys/welcome.groovy");
    paths.put("layout.html", "templates/layouts/layout.html");
    paths.put("welcome.html", "templates/welcome.html");
    paths.put("WelcomeSpec.groovy", "src/test/groovy/journeys/WelcomeSpec.groovy");
    paths.put("bundle-pom.xml", "pom.xml");
    paths.put("README.md", "README.md");
    paths.put("gitignore", ".gitignore");
    return paths;
  }

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    var root = directory.toAbsolutePath().normalize();
    if (!isFree(root)) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + directory + "' is not an empty directory; name one that is not there yet");
    }
    write(root);
    spec.commandLine()
        .getOut()
        .printf(
            "'%1$s' is a bundle. Next:%n%n"
                + "  ./sojourn test %1$s%n"
                + "  ./sojourn simulate %1$s/journeys/welcome.groovy%n"
                + "  (cd %1$s && mvn test)%n",
            directory);
    return 0;
  }

  private static boolean isFree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return true;
    }
    if (!Files.isDirectory(root)) {
      return false;
    }
    try (var files = Files.list(root)) {
      return files.findAny().isEmpty();
    }
  }

  private static void write(Path root) throws IOException {
    var version = version();
    for (var file : PATHS.entrySet()) {
      var text = resource(FILES + file.getKey());
      if (text == null) {
        throw new IllegalStateException("the kit has no file '" + file.getKey() + "'");
      }
      put(
          root.resolve(file.getValue()),
          text.replace("@version@", version).replace("@name@", name(root)));
    }
    var editor = resource(EDITOR);
    if (editor != null) {
      put(root.resolve("src/test/resources/sojourn.gdsl"), editor);
    }
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** The directory's name as Maven takes it. */
  private static String name(Path root) {
    var name = root.getFileName() == null ? "" : root.getFileName().toString();
    var plain = name.replaceAll("[^A-Za-z0-9_.-]", "-");
    return plain.isEmpty() ? "my-bundle" : plain;
  }

  private static String version() throws IOException {
    var build = resource(BUILD);
    if (build == null) {
      throw new IllegalStateException("the kit has no file '" + BUILD + "'");
    }
    var properties = new Properties();
    properties.load(new StringReader(build));
    return properties.getProperty("version");
  }

  private static @Nullable String resource(String name) throws IOException {
    try (InputStream in = NewCommand.class.getResourceAsStream(name)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
