package dev.sojourn.runtime.http;

import dev.sojourn.core.replay.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an order for a mail, read without trust. */
record OrderBody(Map<?, ?> fields) {
  private static final int LONGEST_KEY = 256;

  /** The fields of a body, or {@link Refusal} 400. */
  static OrderBody of(String text) {
    try {
      if (Json.read(text) instanceof Map<?, ?> fields) {
        return new OrderBody(fields);
      }
    } catch (IllegalArgumentException notJson) {
      throw Refusal.badRequest(String.valueOf(notJson.getMessage()));
    }
    throw Refusal.badRequest("the body is not a JSON object");
  }

  /** The text of a field, or null. */
  @Nullable String text(String name) {
    var value = fields.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw Refusal.badRequest(name + " is not a text");
  }

  boolean flag(String name) {
    var value = fields.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw Refusal.badRequest(name + " is neither true nor false");
  }

  Map<String, @Nullable Object> props() {
    var props = new LinkedHashMap<String, @Nullable Object>();
    var value = fields.get("props");
    if (value instanceof Map<?, ?> given) {
      given.forEach((name, one) -> props.put(name.toString(), one));
    } else if (value != null) {
      throw Refusal.badRequest("props is not an object");
    }
    return props;
  }

  /** What the order may not hold yet, or is not said plainly, is refused and not dropped. */
  void refuse(String... names) {
    for (var name : names) {
      if (fields.get(name) != null) {
        throw Refusal.badRequest("'" + name + "' is not taken here; leave it out");
      }
    }
  }

  /** The key under which the order may be repeated: the header's wins. */
  @Nullable String key(@Nullable String header) {
    var key = header == null ? text("idempotencyKey") : header;
    if (key != null && (key.isEmpty() || key.length() > LONGEST_KEY)) {
      throw Refusal.badRequest("idempotencyKey is not of 1 to " + LONGEST_KEY + " characters");
    }
    return key;
  }
}
