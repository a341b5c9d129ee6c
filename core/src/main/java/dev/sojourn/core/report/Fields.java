package dev.sojourn.core.report;

import dev.sojourn.core.replay.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** The fields of a report, read without trust. */
record Fields(Map<?, ?> tree) {
  /**
   * The fields of a body.
   *
   * @throws IllegalArgumentException if it is no JSON object
   */
  static Fields of(String body) {
    if (Json.read(body) instanceof Map<?, ?> tree) {
      return new Fields(tree);
    }
    throw new IllegalArgumentException("a report is a JSON object");
  }

  Fields at(String name) {
    return tree.get(name) instanceof Map<?, ?> inner ? new Fields(inner) : new Fields(Map.of());
  }

  /** The text of a field; empty if there is none. */
  String text(String name) {
    var value = tree.get(name);
    return value == null ? "" : value.toString();
  }

  /**
   * The text of a field that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  String needed(String name) {
    var text = text(name);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the report lacks field '" + name + "'");
    }
    return text;
  }

  /** The texts of a field, which may be a list or one text. */
  List<String> texts(String name) {
    var value = tree.get(name);
    if (value instanceof List<?> items) {
      return items.stream().map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(value.toString());
  }

  /** The instant of a field; another one if it holds none. */
  Instant instant(String name, Instant otherwise) {
    try {
      return OffsetDateTime.parse(text(name).replace(' ', 'T')).toInstant();
    } catch (DateTimeException none) {
      return otherwise;
    }
  }
}
