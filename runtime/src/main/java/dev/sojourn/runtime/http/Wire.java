package dev.sojourn.runtime.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of ours as the wire shows them. */
final class Wire {
  private Wire() {}

  /** ISO 8601 in UTC to the millisecond, or null. */
  static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : Instant.ofEpochMilli(instant.toEpochMilli()).toString();
  }

  /** A JSON object from a map of plain values. */
  static JsonObject object(Map<String, ? extends @Nullable Object> map) {
    JsonObject object = new JsonObject();
    map.forEach((name, value) -> object.put(name, value(value)));
    return object;
  }

  /** A plain value as Vert.x writes it. */
  static @Nullable Object value(@Nullable Object plain) {
    if (plain instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((name, value) -> object.put(String.valueOf(name), value(value)));
      return object;
    }
    if (plain instanceof Collection<?> items) {
      JsonArray array = new JsonArray();
      items.forEach(item -> array.add(value(item)));
      return array;
    }
    if (plain instanceof Instant instant) {
      return time(instant);
    }
    if (plain instanceof Duration duration) {
      return duration.toString();
    }
    return isWritable(plain) ? plain : String.valueOf(plain);
  }

  private static boolean isWritable(@Nullable Object plain) {
    return plain == null
        || plain instanceof String
        || plain instanceof Boolean
        || plain instanceof Integer
        || plain instanceof Long
        || plain instanceof Double
        || plain instanceof BigInteger
        || plain instanceof BigDecimal;
  }
}
