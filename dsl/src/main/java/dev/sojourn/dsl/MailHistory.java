package dev.sojourn.dsl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The mails of a template that the contact got before.
 *
 * @param sent whether there was one
 * @param lastSentAt when the last one was sent; null if none was
 * @param count how many there were
 * @param opened whether the last one was opened
 * @param clicked whether a link of the last one was clicked
 */
public record MailHistory(
    boolean sent, @Nullable Instant lastSentAt, int count, boolean opened, boolean clicked) {
  /** None was sent. */
  public static final MailHistory NONE = new MailHistory(false, null, 0, false, false);

  public boolean isSent() {
    return sent;
  }

  public @Nullable Instant getLastSentAt() {
    return lastSentAt;
  }

  public int getCount() {
    return count;
  }

  public boolean isOpened() {
    return opened;
  }

  public boolean isClicked() {
    return clicked;
  }
}
