package dev.sojourn.runtime.email;

import dev.sojourn.core.replay.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a stored mail, read from its beginning alone; null for what is not there.
 */
record MailHead(@Nullable String from, @Nullable String subject) {
  /** How many stored bytes are enough, whatever the mail weighs. */
  static final int BYTES = 4_096;

  /** Nothing is stored yet. */
  static final MailHead NONE = new MailHead(null, null);

  private static final String BODY = ",\"html\":";

  /** The head of a mail whose stored bytes begin so; a quote within a text is never a bare one. */
  static MailHead of(@Nullable Buffer start) {
    if (start == null || start.length() < 2) {
      return NONE;
    }
    var plain = new String(Deflated.beginning(start.getBytes()), StandardCharsets.UTF_8);
    var from = plain.indexOf('{');
    var to = plain.indexOf(BODY);
    return from >= 0
            && to > from
            && Json.read(plain.substring(from, to) + "}") instanceof Map<?, ?> f
        ? new MailHead(text(f.get("from")), text(f.get("subject")))
        : NONE;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
