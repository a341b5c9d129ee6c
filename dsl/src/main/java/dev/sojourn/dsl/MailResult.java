package dev.sojourn.dsl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mail.
 *
 * @param status {@code sent}, {@code suppressed}, {@code unsubscribed} or {@code skipped}
 * @param sendId the public id of the send
 * @param sentAt when the provider took it; null unless sent
 * @param reason why it was not sent; null if it was
 */
public record MailResult(
    String status, String sendId, @Nullable Instant sentAt, @Nullable String reason) {
  /** Whether the provider took the mail. */
  public boolean isSent() {
    return status.equals("sent");
  }

  public String getStatus() {
    return status;
  }

  public String getSendId() {
    return sendId;
  }

  public @Nullable Instant getSentAt() {
    return sentAt;
  }

  public @Nullable String getReason() {
    return reason;
  }
}
