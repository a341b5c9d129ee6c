package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.EmailConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Transports mails. Knows no templates, no preferences and no retries. */
public interface Provider {
  /**
   * The provider that the settings name.
   *
   * @throws UncheckedIOException if the mailbox of {@code log} cannot be made
   */
  static Provider of(Vertx vertx, EmailConfig config) {
    try {
      return config.provider().equals("smtp")
          ? new SmtpProvider(vertx, config.smtp().orElseThrow())
          : new LogProvider(vertx, config.mailbox());
    } catch (IOException unusable) {
      throw new UncheckedIOException(
          "the mailbox '" + config.mailbox() + "' cannot be made", unusable);
    }
  }

  /** Its name in settings, rows and metrics, such as {@code smtp}. */
  String id();

  /**
   * Hands one mail over. Succeeds once the other side has taken it, fails with a {@link
   * ProviderFailure}; anything else that it fails with counts as retryable.
   */
  Future<Accepted> send(OutgoingMail mail);

  /** How many mails may be under way to it at once. */
  default int concurrency() {
    return 64;
  }

  /** How long one mail may take; a provider that says nothing by then has not taken it. */
  default Duration patience() {
    return Duration.ofSeconds(60);
  }

  /** Lets go of its connections. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
