package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.EmailConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;

/** Transports mails. Knows no templates, no preferences and no retries. */
public interface Provider {
  /**
   * The provider that the settings name.
   *
   * @throws IOException if the mailbox of {@code log} cannot be made
   * @throws IllegalArgumentException if the SMTP address is none
   */
  static Provider of(Vertx vertx, EmailConfig config) throws IOException {
    return config.provider().equals("smtp")
        ? new SmtpProvider(vertx, config.smtp().orElseThrow())
        : new LogProvider(vertx, config.mailbox());
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

  /** Lets go of its connections. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
