package dev.sojourn.testkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the specs of a bundle. */
@Command(
    name = "test",
    description = {
      "Runs the specs of a bundle: what lies in its src/test/groovy.",
      "Exits 1 if one fails."
    },
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
  static final String SPECS = "src/test/groovy";

  @Parameters(arity = "0..1", paramLabel = "bundle", description = "its directory")
  private Path bundle = Path.of("");

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    var root = bundle.toAbsolutePath().normalize();
    var specs = specs(root.resolve(SPECS));
    if (specs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + root + "' has no specs; expected files '" + SPECS + "/**/*.groovy'");
    }
    var results = SpecRun.of(root, specs);
    var out = spec.commandLine().getOut();
    out.println(json ? results.json() : results.text());
    return results.failed() == 0 && results.passed() > 0 ? 0 : 1;
  }

  private static List<Path> specs(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".groovy") && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }
}
