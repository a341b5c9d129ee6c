package dev.sojourn.runtime.email;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a stored mail, read from its beginning alone; null for what is not there.
 */
record MailHead(@Nullable String from, @Nullable String subject) {
  /** How many stored bytes are enough, whatever the mail weighs. */
  static final int BYTES = 4_096;

  /** Nothing is stored yet. */
  static final MailHead NONE = new MailHead(null, null);

  /** The head of a mail whose stored bytes begin so. */
  static MailHead of(@Nullable Buffer start) {
    if (start == null || start.length() < 2) {
      return NONE;
    }
    try {
      var head = MailBytes.begin(start);
      return new MailHead(head.text(), head.text());
    } catch (IndexOutOfBoundsException longer) {
      return NONE;
    }
  }
}
