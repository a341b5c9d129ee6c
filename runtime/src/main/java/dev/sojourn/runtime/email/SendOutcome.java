package dev.sojourn.runtime.email;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a send.
 *
 * @param status {@code sent}, {@code suppressed}, {@code unsubscribed}, {@code skipped}, {@code
 *     failed}, {@code cancelled}, {@code unknown}; {@code queued} while it is not settled
 * @param sentAt when the provider took it; null unless sent
 * @param reason why it was not sent, as programs read it, or null
 * @param error what failed, as people read it, or null
 */
public record SendOutcome(
    String status, @Nullable Instant sentAt, @Nullable String reason, @Nullable String error) {
  /** Whether the send has come to its end. */
  public boolean isSettled() {
    return !status.equals("queued");
  }
}
