package dev.sojourn.testkit;

import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.dsl.compile.InvalidScript;
import dev.sojourn.dsl.compile.Neighbours;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.dsl.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The directory with the journeys, templates and lists under test. */
final class JourneyBundle {
  /** The system property that names the directory. */
  static final String PROPERTY = "sojourn.bundle";

  private static final ScriptCompiler COMPILER = new ScriptCompiler();

  private final Path directory;
  private final Map<String, Script> journeys = new HashMap<>();
  private @Nullable ListsDefinition lists;
  private @Nullable TemplateSet templates;

  JourneyBundle(Path directory) {
    this.directory = directory;
  }

  /** The directory named by the property, or the nearest one upwards that has journeys. */
  static JourneyBundle find() {
    var named = System.getProperty(PROPERTY);
    if (named != null) {
      return new JourneyBundle(Path.of(named));
    }
    var here = Path.of("").toAbsolutePath();
    for (@Nullable Path path = here; path != null; path = path.getParent()) {
      if (Files.isDirectory(path.resolve("journeys"))) {
        return new JourneyBundle(path);
      }
    }
    throw new IllegalStateException(
        "no directory 'journeys' in '"
            + here
            + "' or above it; name the bundle with -D"
            + PROPERTY
            + "=…");
  }

  /** The compiled journey of this id. */
  Script journey(String id) {
    var known = journeys.get(id);
    if (known == null) {
      known = compiled(id);
      journeys.put(id, known);
    }
    return known;
  }

  private Script compiled(String id) {
    var file = directory.resolve("journeys").resolve(id + ".groovy");
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          "no journey '"
              + id
              + "': expected the file '"
              + file
              + "'; name the spec after it, or override journey()");
    }
    return checked(compile(id, read(file)));
  }

  /** The compiled journey of this id, if there is one. */
  Optional<Script> find(String id) {
    return ids().contains(id) ? Optional.of(journey(id)) : Optional.empty();
  }

  /** The compiled source of webhooks of this id. */
  SourceFile source(String id) {
    var path = "sources/" + id + ".groovy";
    var file = directory.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException("no source '" + id + "': expected the file '" + file + "'");
    }
    return SourceFile.compile(path, id, read(file));
  }

  /** The script, whose categories and journeys to start are there. */
  private Script checked(Script script) {
    var problems = Neighbours.withoutTemplates(script, ids(), lists());
    if (!problems.isEmpty()) {
      throw new InvalidScript(problems);
    }
    return script;
  }

  private Set<String> ids() {
    try (var files = Files.list(directory.resolve("journeys"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".groovy"))
          .map(name -> name.substring(0, name.length() - ".groovy".length()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kinds of mail that {@code lists.groovy} says there are; none if there is no such file. */
  ListsDefinition lists() {
    if (lists == null) {
      var file = directory.resolve("lists.groovy");
      lists =
          Files.isRegularFile(file)
              ? ScriptCompiler.lists("lists.groovy", read(file))
              : ListsDefinition.NONE;
    }
    return lists;
  }

  /** A journey of this id from other text than the bundle has. */
  static Script compile(String id, String source) {
    return COMPILER.compile("journeys/" + id + ".groovy", source);
  }

  /** The templates, or null if the bundle has none at all. */
  @Nullable TemplateSet templates() {
    var root = directory.resolve("templates");
    if (templates == null && Files.isDirectory(root)) {
      templates = compiled(root);
    }
    return templates;
  }

  private TemplateSet compiled(Path root) {
    Map<String, String> files = new HashMap<>();
    try (var paths = Files.walk(root)) {
      paths
          .filter(Files::isRegularFile)
          .filter(path -> isTemplate(root.relativize(path)))
          .forEach(
              path -> files.put(root.relativize(path).toString().replace('\\', '/'), read(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var set = TemplateSet.compile(files);
    set.templates().forEach((key, one) -> check(key, one.frontMatter().category()));
    return set;
  }

  /** As production takes them: other files beside them, and hidden ones, are none. */
  private static boolean isTemplate(Path path) {
    for (var name : path) {
      if (name.toString().startsWith(".")) {
        return false;
      }
    }
    return path.toString().endsWith(".html") || path.toString().endsWith(".txt");
  }

  private void check(String template, @Nullable String category) {
    if (category != null && !lists().has(category)) {
      throw new IllegalStateException(
          "templates/" + template + ".html: " + Neighbours.noList(category, lists()));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
