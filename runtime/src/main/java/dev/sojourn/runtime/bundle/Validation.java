package dev.sojourn.runtime.bundle;

import dev.sojourn.core.render.Template;
import dev.sojourn.core.render.TemplateProblem;
import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.dsl.compile.Diagnostic;
import dev.sojourn.dsl.compile.Neighbours;
import dev.sojourn.dsl.definition.ListsDefinition;
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
  private final BundleFiles files;
  private final Workbench.Pieces pieces;
  private final ActiveSet inForce;
  private final ListsDefinition lists;

  private Validation(BundleFiles files, Workbench.Pieces pieces, ActiveSet inForce) {
    this.files = files;
    this.pieces = pieces;
    this.inForce = inForce;
    this.lists = known(files, pieces.lists(), inForce);
  }

  /**
   * What came of each file.
   *
   * @param inForce a broken file goes on with what of it is in force
   */
  static List<Checked> check(BundleFiles files, Workbench.Pieces pieces, ActiveSet inForce) {
    var validation = new Validation(files, pieces, inForce);
    validation.templates(pieces.templates());
    validation.journeys();
    var all = new ArrayList<>(validation.journeys.values());
    all.addAll(validation.templates.values());
    all.addAll(validation.lists());
    all.addAll(validation.others());
    return all;
  }

  /** The lists that others may name: those of the file, or those in force if it is broken. */
  private static ListsDefinition known(
      BundleFiles files, Workbench.@Nullable Lists said, ActiveSet inForce) {
    var broken = files.unreadable().containsKey(Kind.LISTS.path(Kind.THE_LISTS));
    if (said == null) {
      return broken ? inForce.lists() : ListsDefinition.NONE;
    }
    return said.definition() == null ? inForce.lists() : said.definition();
  }

  private List<Checked> lists() {
    var unreadable = files.unreadable().get(Kind.LISTS.path(Kind.THE_LISTS));
    if (unreadable != null) {
      return List.of(Checked.bad(Kind.LISTS, Kind.THE_LISTS, unreadable));
    }
    var said = pieces.lists();
    if (said == null) {
      return List.of();
    }
    var definition = said.definition();
    return List.of(
        definition == null
            ? Checked.bad(Kind.LISTS, Kind.THE_LISTS, String.valueOf(said.error()))
            : storable(
                Kind.LISTS,
                Kind.THE_LISTS,
                new Version.OfLists(said.source(), definition),
                List.of()));
  }

  private List<Checked> others() {
    var others = new ArrayList<Checked>();
    for (var piece : pieces.others()) {
      var version = piece.version();
      others.add(
          version == null
              ? Checked.bad(piece.kind(), piece.id(), String.valueOf(piece.error()))
              : storable(piece.kind(), piece.id(), version, List.of()));
    }
    for (var kind : Kind.OUTSIDE) {
      unreadable(kind.folder()).forEach((id, error) -> others.add(Checked.bad(kind, id, error)));
    }
    return others;
  }

  /** What is wrong with scripts of a folder that are no text, by id. */
  private Map<String, String> unreadable(String folder) {
    var wrong = new TreeMap<String, String>();
    files
        .unreadable()
        .forEach(
            (path, error) -> {
              if (path.startsWith(folder)) {
                wrong.put(path.substring(folder.length(), path.lastIndexOf('.')), error);
              }
            });
    return wrong;
  }

  private void templates(TemplateSet set) {
    set.templates().forEach((key, template) -> templates.put(key, template(key, template)));
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
      if (checked.error() == null || inForce.templates().containsKey(checked.id())) {
        templateKeys.add(checked.id());
      }
    }
  }

  private Checked template(String key, Template template) {
    var category = template.frontMatter().category();
    return category == null || lists.has(category)
        ? storable(Kind.TEMPLATE, key, new Version.OfTemplate(template), List.of())
        : broken(key, List.of(noList(key, category)));
  }

  private TemplateProblem noList(String key, String category) {
    var path = key + ".html";
    var lines = files.templates().getOrDefault(path, "").lines().toList();
    var line = 1;
    for (var i = lines.size() - 1; i > 0; i--) {
      line = lines.get(i).startsWith("category:") ? i + 1 : line;
    }
    return new TemplateProblem(path, line, Neighbours.noList(category, lists));
  }

  private void journeys() {
    var owners = new HashMap<String, String>();
    var neighbours = neighbours();
    for (var piece : pieces.journeys()) {
      journeys.put(piece.id(), journey(piece, owners, neighbours));
    }
    unreadable(Kind.JOURNEY.folder())
        .forEach((id, error) -> journeys.put(id, Checked.bad(Kind.JOURNEY, id, error)));
  }

  private Neighbours neighbours() {
    var ids = new TreeSet<String>();
    pieces.journeys().forEach(piece -> ids.add(piece.id()));
    return new Neighbours(templateKeys, ids, lists);
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
