package dev.sojourn.core.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a JSON text, read by the names of its fields. */
record Tree(Map<?, ?> fields) {
  static Tree of(@Nullable Object value) {
    if (value instanceof Map<?, ?> fields) {
      return new Tree(fields);
    }
    throw new IllegalArgumentException("expected a JSON object, not '" + value + "'");
  }

  String text(String field) {
    var text = textOrNull(field);
    if (text == null) {
      throw new IllegalArgumentException("field '" + field + "' is missing in '" + fields + "'");
    }
    return text;
  }

  @Nullable String textOrNull(String field) {
    var value = value(field);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new IllegalArgumentException("field '" + field + "' is text, not '" + value + "'");
  }

  @Nullable Number numberOrNull(String field) {
    var number = value(field);
    if (number == null || number instanceof Number) {
      return (Number) number;
    }
    throw new IllegalArgumentException("field '" + field + "' is a number, not '" + number + "'");
  }

  boolean flag(String field) {
    return Boolean.TRUE.equals(value(field));
  }

  @Nullable Object value(String field) {
    return fields.get(field);
  }

  Tree tree(String field) {
    return of(value(field));
  }

  /** The items of a list; none when the field is missing. */
  List<?> list(String field) {
    var value = value(field);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("field '" + field + "' is a list, not '" + value + "'");
  }
}
