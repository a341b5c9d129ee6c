package dev.sojourn.dsl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The mails of a template that the contact got before.
 *
 * @param sent whether there was one
 * @param lastSentAt when the last one was sent; null if none was
 * @param count how many there were
 */
public record MailHistory(boolean sent, @Nullable Instant lastSentAt, int count) {
  public boolean isSent() {
    return sent;
  }

  public @Nullable Instant getLastSentAt() {
    return lastSentAt;
  }

  public int getCount() {
    return count;
  }
}
