package dev.sojourn.runtime.bundle;

import dev.sojourn.core.replay.Json;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members of an active set: version numbers by id.
 *
 * @param byKind one map for each kind
 */
record Members(Map<Kind, Map<String, Integer>> byKind) {
  static final Members NONE = new Members(Map.of());

  Members {
    var copy = new EnumMap<Kind, Map<String, Integer>>(Kind.class);
    for (var kind : Kind.values()) {
      copy.put(kind, Map.copyOf(byKind.getOrDefault(kind, Map.of())));
    }
    byKind = copy;
  }

  /** Reads {@code {"journey": {"welcome": 3}, "template": {}}}. */
  static Members read(String json) {
    if (!(Json.read(json) instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("active set: members are no object: '" + json + "'");
    }
    var byKind = new EnumMap<Kind, Map<String, Integer>>(Kind.class);
    for (var kind : Kind.values()) {
      var numbers = new TreeMap<String, Integer>();
      if (fields.get(kind.wire()) instanceof Map<?, ?> members) {
        members.forEach(
            (id, number) -> numbers.put(String.valueOf(id), ((Number) number).intValue()));
      }
      byKind.put(kind, numbers);
    }
    return new Members(byKind);
  }

  String write() {
    var fields = new TreeMap<String, Object>();
    byKind.forEach((kind, numbers) -> fields.put(kind.wire(), new TreeMap<>(numbers)));
    return Json.write(fields);
  }

  Map<String, Integer> of(Kind kind) {
    return byKind.getOrDefault(kind, Map.of());
  }

  @Nullable Integer version(Kind kind, String id) {
    return of(kind).get(id);
  }

  /** The numbers of all versions. */
  Set<Integer> versions() {
    var versions = new TreeSet<Integer>();
    byKind.values().forEach(numbers -> versions.addAll(numbers.values()));
    return versions;
  }
}
