package dev.sojourn.runtime.http;

import dev.sojourn.core.mail.Attachment;
import dev.sojourn.core.mail.MailExtras;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an order for a mail, read without trust. */
record OrderBody(Map<String, @Nullable Object> fields, List<Attachment> files) {
  private static final int LONGEST_KEY = 256;

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

  /**
   * What goes with the mail.
   *
   * @throws IllegalArgumentException if it is more than one mail can take
   */
  MailExtras extras() {
    return new MailExtras(text("replyTo"), List.of(), List.of(), files);
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
