package dev.sojourn.core.webhook;

import dev.sojourn.core.replay.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints are told of one thing that happened.
 *
 * @param id the same for all of them, and for every try: {@code msg_} and a UUID
 * @param timestamp when it happened, in ISO 8601
 */
public record Message(
    String id, String type, String timestamp, Map<String, @Nullable Object> data) {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

  /** A time as endpoints read it: ISO 8601 in UTC with milliseconds. */
  public static String time(Instant at) {
    return ISO.format(at);
  }

  /** The bytes that never change, as text: the keys stand in this order. */
  public String body() {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("id", id);
    fields.put("type", type);
    fields.put("timestamp", timestamp);
    fields.put("data", data);
    return Json.write(fields);
  }

  /**
   * The message of a body.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Message of(String body) {
    if (Json.read(body) instanceof Map<?, ?> fields
        && fields.get("id") instanceof String id
        && fields.get("type") instanceof String type
        && fields.get("timestamp") instanceof String timestamp
        && fields.get("data") instanceof Map<?, ?> said) {
      var data = new LinkedHashMap<String, @Nullable Object>();
      said.forEach((name, value) -> data.put(String.valueOf(name), value));
      return new Message(id, type, timestamp, data);
    }
    throw new IllegalArgumentException("a body of a message has id, type, timestamp and data");
  }
}
