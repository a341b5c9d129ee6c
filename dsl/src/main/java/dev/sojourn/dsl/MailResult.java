package dev.sojourn.dsl;

import groovy.transform.NamedParam;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a mail, and what its reader does with it. */
public interface MailResult {
  /** {@code sent}, {@code suppressed}, {@code unsubscribed} or {@code skipped}. */
  String getStatus();

  /** The public id of the send. */
  String getSendId();

  /** When the provider took it; null unless sent. */
  @Nullable Instant getSentAt();

  /** Why it was not sent; null if it was. */
  @Nullable String getReason();

  /** Whether the provider took the mail. */
  boolean isSent();

  /**
   * Waits until the mail is opened, and says whether it was; a mail that was not sent never is.
   *
   * @param options {@code within}: how long after it was sent, required; {@code label}: name of the
   *     wait
   */
  boolean opened(
      @NamedParam(value = "within", type = Duration.class, required = true)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options);

  /**
   * Waits until a link of the mail is clicked, and says whether one was.
   *
   * @param options {@code within}: how long after it was sent, required; {@code label}: name of the
   *     wait
   */
  boolean clicked(
      @NamedParam(value = "within", type = Duration.class, required = true)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options);
}
