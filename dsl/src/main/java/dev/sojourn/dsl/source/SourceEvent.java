package dev.sojourn.dsl.source;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event as a source makes it.
 *
 * @param name what happened
 * @param fields whom it is about and all else, under the names of {@code POST /v1/events}
 */
public record SourceEvent(String name, Map<String, Object> fields) {
  private static final Set<String> OPTIONS =
      Set.of(
          "userId",
          "email",
          "anonymousId",
          "eventProperties",
          "contactProperties",
          "idempotencyKey",
          "timestamp");

  /** Above this a number of seconds lies beyond the year 5000, so it counts milliseconds. */
  private static final long MOST_SECONDS = 100_000_000_000L;

  /**
   * The event that a transform says, without what is null or empty.
   *
   * @throws IllegalArgumentException naming an option that there is none of
   */
  static SourceEvent of(String name, Map<String, ?> options) {
    var fields = new LinkedHashMap<String, Object>();
    options.forEach(
        (option, value) -> {
          if (!OPTIONS.contains(option)) {
            throw new IllegalArgumentException("event has no option '" + option + "'");
          }
          if (value != null && !value.toString().isEmpty()) {
            fields.put(option, plain(option, value));
          }
        });
    return new SourceEvent(name, fields);
  }

  private static Object plain(String option, Object value) {
    if (value instanceof Map<?, ?> map) {
      return properties(map);
    }
    return option.equals("timestamp") && value instanceof Number number
        ? instant(number.longValue()).toString()
        : value.toString();
  }

  private static Instant instant(long number) {
    return number > MOST_SECONDS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
  }

  private static Map<String, @Nullable Object> properties(Map<?, ?> map) {
    var properties = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((name, value) -> properties.put(String.valueOf(name), value(value)));
    return properties;
  }

  private static @Nullable Object value(@Nullable Object value) {
    return value instanceof CharSequence text ? text.toString() : value;
  }
}
