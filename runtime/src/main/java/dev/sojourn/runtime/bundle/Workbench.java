package dev.sojourn.runtime.bundle;

import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.dsl.compile.InvalidScript;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.dsl.definition.ListsDefinition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the files of the directory, several at a time, and only those that changed. Used by one
 * caller at a time.
 */
final class Workbench {
  /**
   * What came of one journey's file.
   *
   * @param script null when there is an error
   */
  record Piece(String id, String source, @Nullable Script script, @Nullable String error) {}

  /** What came of all files. */
  record Pieces(
      List<Piece> journeys, TemplateSet templates, List<Other> others, @Nullable Lists lists) {}

  /**
   * What came of a file by which an operator speaks with others.
   *
   * @param version null when there is an error
   */
  record Other(
      Kind kind, String id, String source, @Nullable Version version, @Nullable String error) {}

  /**
   * What came of the lists.
   *
   * @param definition null when there is an error
   */
  record Lists(String source, @Nullable ListsDefinition definition, @Nullable String error) {}

  private final BundleThreads threads;
  private final Holders holders;
  private Map<String, Piece> pieces = Map.of();
  private Map<String, Other> others = Map.of();

  Workbench(BundleThreads threads, Holders holders) {
    this.threads = threads;
    this.holders = holders;
  }

  Future<Pieces> compile(BundleFiles files) {
    var journeys = new ArrayList<Future<Piece>>();
    files.journeys().forEach((id, source) -> journeys.add(piece(id, source)));
    var templates = threads.run(() -> TemplateSet.compile(files.templates()));
    var lists = threads.run(() -> lists(files));
    var known = others;
    var compiled = threads.run(() -> others(files, known));
    return Future.all(Future.all(List.copyOf(journeys)), templates, lists, compiled)
        .map(
            done ->
                pieces(
                    journeys.stream().map(Future::result).toList(),
                    templates.result(),
                    compiled.result(),
                    lists.result()));
  }

  private Future<Piece> piece(String id, String source) {
    var known = pieces.get(id);
    return known != null && known.source().equals(source)
        ? Future.succeededFuture(known)
        : threads.run(() -> compile(id, source));
  }

  private Piece compile(String id, String source) {
    return compile(holders, id, source);
  }

  /** What comes of the files of other kinds, in order; of those that are known, what came. */
  static List<Other> others(BundleFiles files, Map<String, Other> known) {
    var others = new ArrayList<Other>();
    for (var kind : Kind.OUTSIDE) {
      new TreeMap<>(files.outside().getOrDefault(kind, Map.of()))
          .forEach(
              (id, text) -> {
                var before = known.get(kind.path(id));
                var same = before != null && before.source().equals(text);
                others.add(same ? before : other(kind, id, text));
              });
    }
    return others;
  }

  private static Other other(Kind kind, String id, String text) {
    try {
      return new Other(kind, id, text, Version.ofOutside(kind, id, text), null);
    } catch (InvalidScript e) {
      return new Other(kind, id, text, null, e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      return new Other(kind, id, text, null, kind.path(id) + ":1: cannot be compiled: " + e);
    }
  }

  /** What comes of the file of lists; null if there is none. */
  static @Nullable Lists lists(BundleFiles files) {
    var source = files.lists();
    if (source == null) {
      return null;
    }
    var path = Kind.LISTS.path(Kind.THE_LISTS);
    try {
      return new Lists(source, ScriptCompiler.lists(path, source), null);
    } catch (InvalidScript e) {
      return new Lists(source, null, e.getMessage());
    } catch (RuntimeException e) {
      return new Lists(source, null, path + ":1: cannot be read: " + e);
    }
  }

  /** What comes of one journey's file. */
  static Piece compile(Holders holders, String id, String source) {
    var path = Kind.JOURNEY.path(id);
    try {
      return new Piece(id, source, holders.compile(path, source), null);
    } catch (InvalidScript e) {
      return new Piece(id, source, null, e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      return new Piece(id, source, null, path + ":1: cannot be compiled: " + e);
    }
  }

  private Pieces pieces(
      List<Piece> journeys, TemplateSet templates, List<Other> compiled, @Nullable Lists lists) {
    others =
        compiled.stream().collect(Collectors.toMap(one -> one.kind().path(one.id()), one -> one));
    var now = new HashMap<String, Piece>();
    journeys.forEach(piece -> now.put(piece.id(), piece));
    var before = pieces;
    pieces = now;
    before.forEach((id, piece) -> letGo(piece, now.get(id)));
    return new Pieces(journeys, templates, compiled, lists);
  }

  private void letGo(Piece piece, @Nullable Piece after) {
    if (!piece.equals(after) && piece.script() != null) {
      holders.letGo(piece.script());
    }
  }
}
