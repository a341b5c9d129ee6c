package dev.sojourn.runtime.bundle;

import dev.sojourn.core.render.TemplateProblem;
import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.dsl.compile.Diagnostic;
import dev.sojourn.dsl.compile.Neighbours;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is right and wrong with a whole set of files that are each well-formed. */
final class Validation {
  private final Map<String, Checked> journeys = new TreeMap<>();
  private final Map<String, Checked> templates = new TreeMap<>();
  private final Set<String> templateKeys = new TreeSet<>();
  private final Set<String> categories = new TreeSet<>();

  private Validation() {}

  /**
   * What came of each file.
   *
   * @param inForce keys of the templates in force: a broken file goes on with them
   */
  static List<Checked> check(BundleFiles files, Workbench.Pieces pieces, Set<String> inForce) {
    var validation = new Validation();
    validation.templates(files, pieces.templates(), inForce);
    validation.journeys(files, pieces.journeys());
    var all = new ArrayList<>(validation.journeys.values());
    all.addAll(validation.templates.values());
    return all;
  }

  private void templates(BundleFiles files, TemplateSet set, Set<String> inForce) {
    set.templates()
        .forEach(
            (key, template) ->
                templates.put(
                    key,
                    storable(Kind.TEMPLATE, key, new Version.OfTemplate(template), List.of())));
    set.templates().values().forEach(one -> category(one.frontMatter().category()));
    set.broken().forEach((key, problems) -> templates.put(key, broken(key, problems)));
    files
        .unreadable()
        .forEach(
            (path, error) -> {
              var key = templateKey(path);
              if (key != null) {
                templates.put(key, Checked.bad(Kind.TEMPLATE, key, error));
              }
            });
    for (var checked : templates.values()) {
      if (checked.error() == null || inForce.contains(checked.id())) {
        templateKeys.add(checked.id());
      }
    }
  }

  private void journeys(BundleFiles files, List<Workbench.Piece> pieces) {
    var owners = new HashMap<String, String>();
    var neighbours = neighbours(pieces);
    for (var piece : pieces) {
      journeys.put(piece.id(), journey(piece, owners, neighbours));
    }
    files
        .unreadable()
        .forEach(
            (path, error) -> {
              if (path.startsWith("journeys/")) {
                var id = path.substring("journeys/".length(), path.lastIndexOf('.'));
                journeys.put(id, Checked.bad(Kind.JOURNEY, id, error));
              }
            });
  }

  private Neighbours neighbours(List<Workbench.Piece> pieces) {
    var ids = new TreeSet<String>();
    for (var piece : pieces) {
      ids.add(piece.id());
      category(piece.script() == null ? null : piece.script().definition().sending().category());
    }
    return new Neighbours(templateKeys, ids, categories);
  }

  private void category(@Nullable String category) {
    if (category != null) {
      categories.add(category);
    }
  }

  private Checked journey(
      Workbench.Piece piece, Map<String, String> owners, Neighbours neighbours) {
    var script = piece.script();
    if (script == null) {
      return Checked.bad(Kind.JOURNEY, piece.id(), String.valueOf(piece.error()));
    }
    var id = script.definition().id();
    var owner = owners.putIfAbsent(id, script.file());
    if (owner != null || !id.equals(piece.id())) {
      var message =
          owner == null
              ? "a journey's id is its file's name; expected '" + piece.id() + "'"
              : "the id is taken by " + owner;
      return Checked.bad(
          Kind.JOURNEY,
          piece.id(),
          "%s:1:1: journey '%s': %s".formatted(script.file(), id, message));
    }
    var found = new ArrayList<>(script.warnings());
    found.addAll(neighbours.check(script));
    found.sort(Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column));
    var errors = texts(found, Diagnostic.Kind.ERROR);
    if (!errors.isEmpty()) {
      return Checked.bad(Kind.JOURNEY, id, String.join("\n", errors));
    }
    var warnings = texts(found, Diagnostic.Kind.WARNING);
    return storable(Kind.JOURNEY, id, new Version.OfJourney(script), warnings);
  }

  private static List<String> texts(List<Diagnostic> diagnostics, Diagnostic.Kind kind) {
    return diagnostics.stream()
        .filter(one -> one.kind() == kind)
        .map(Diagnostic::toString)
        .toList();
  }

  // Postgres stores no zero character in JSON, however it is spelt.
  private static Checked storable(Kind kind, String id, Version version, List<String> warnings) {
    return version.definition().contains("\\u0000")
        ? Checked.bad(kind, id, kind.path(id) + ":1: holds a zero character in its definition")
        : Checked.good(kind, id, version, warnings);
  }

  private static Checked broken(String key, List<TemplateProblem> problems) {
    return Checked.bad(
        Kind.TEMPLATE,
        key,
        problems.stream().map(one -> "templates/" + one).collect(Collectors.joining("\n")));
  }

  private static @Nullable String templateKey(String path) {
    return path.startsWith("templates/")
        ? TemplateSet.keyOf(path.substring("templates/".length()))
        : null;
  }
}
