package dev.sojourn.runtime.bundle;

import dev.sojourn.core.render.TemplateProblem;
import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.dsl.compile.Diagnostic;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.compile.Suggestions;
import java.util.ArrayList;
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
                templates.put(key, storable(Kind.TEMPLATE, key, new Version.OfTemplate(template))));
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
    for (var piece : pieces) {
      journeys.put(piece.id(), journey(piece, owners));
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

  private Checked journey(Workbench.Piece piece, Map<String, String> owners) {
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
    var problems = unknownTemplates(script);
    return problems.isEmpty()
        ? storable(Kind.JOURNEY, id, new Version.OfJourney(script))
        : Checked.bad(Kind.JOURNEY, id, String.join("\n", problems));
  }

  private List<String> unknownTemplates(Script script) {
    var problems = new ArrayList<String>();
    for (var use : script.templateUses()) {
      if (!templateKeys.contains(use.template())) {
        var message = "no template '%s'; %s".formatted(use.template(), expectation(use.template()));
        problems.add(new Diagnostic(script.file(), use.line(), use.column(), message).toString());
      }
    }
    return problems;
  }

  private String expectation(String key) {
    return Suggestions.nearest(key, templateKeys)
        .map(near -> "did you mean '" + near + "'?")
        .orElse("expected a file " + Kind.TEMPLATE.path(key));
  }

  // Postgres stores no zero character in JSON, however it is spelt.
  private static Checked storable(Kind kind, String id, Version version) {
    return version.definition().contains("\\u0000")
        ? Checked.bad(kind, id, kind.path(id) + ":1: holds a zero character in its definition")
        : Checked.good(kind, id, version);
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
