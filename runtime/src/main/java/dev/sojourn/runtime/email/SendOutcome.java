package dev.sojourn.runtime.email;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a send.
 *
 * @param sentAt when the provider took it; null unless sent
 * @param reason why it was not sent, as programs read it, or null
 * @param error what failed, as people read it, or null
 */
public record SendOutcome(
    SendStatus status, @Nullable Instant sentAt, @Nullable String reason, @Nullable String error) {
  /** Whether the send has come to its end. */
  public boolean isSettled() {
    return !status.isOpen();
  }

  /**
   * What its run is told: {@code sent}, {@code suppressed}, {@code unsubscribed}, {@code skipped},
   * {@code left}, {@code failed}, {@code cancelled}, {@code unknown}; {@code queued} while it is
   * not settled.
   */
  public String told() {
    if (status.isOpen()) {
      return SendStatus.QUEUED.wire();
    }
    if (status.isTaken()) {
      return SendStatus.SENT.wire();
    }
    return status == SendStatus.SUPPRESSED && reason != null && reason.startsWith("unsubscribed")
        ? "unsubscribed"
        : status.wire();
  }
}
