package dev.sojourn.runtime.http;

import dev.sojourn.core.replay.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sentences in which a {@link Shape} refuses a value. */
final class Faults {
  private static final int SHOWN = 60;

  private Faults() {}

  /** Refuses what has a fault. */
  static void refuse(@Nullable String fault) {
    if (fault != null) {
      throw Refusal.badRequest(fault);
    }
  }

  static @Nullable String of(Shape shape, String name, @Nullable Object value) {
    return value == null
        ? name.isEmpty() ? "the body is not a JSON object" : name + " is null"
        : shape.fault(name, value);
  }

  static String not(String name, Object value, String expected) {
    return "%s '%s' is not %s".formatted(name, shown(value), expected);
  }

  static String shown(@Nullable Object value) {
    String text =
        value instanceof Map || value instanceof List ? Json.write(value) : String.valueOf(value);
    return text.length() <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN / 2)) + "…";
  }

  static @Nullable String unsound(String name, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\0') {
        return name + " holds the character NUL, which cannot be stored";
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isSurrogatePair(c, i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
          return name + " holds half of a surrogate pair, which is no character";
        }
        i++;
      }
    }
    return null;
  }

  static @Nullable String unsoundWithin(String name, @Nullable Object value) {
    if (value instanceof String text) {
      return unsound(name, text);
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(one -> unsoundWithin(name, one))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
    return value instanceof Map<?, ?> map ? new Shape.Bag(Shape.anything()).fault(name, map) : null;
  }
}
