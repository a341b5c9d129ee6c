package dev.sojourn.runtime.email;

import dev.sojourn.dsl.provider.ProviderFile;
import dev.sojourn.runtime.config.EmailConfig;
import dev.sojourn.runtime.config.SendLimits;
import dev.sojourn.runtime.config.TransportConfig.Way;
import dev.sojourn.runtime.outside.OutsideHttp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Transports mails. Knows no templates, no preferences and no retries. */
public interface Provider {
  /**
   * The provider that the settings name.
   *
   * @param own the operator's own providers that are in force, by name
   * @param variables the variables of the environment that they may ask for
   * @throws UncheckedIOException if the mailbox of {@code log} cannot be made
   */
  static Provider of(
      Vertx vertx,
      EmailConfig config,
      Supplier<Map<String, ProviderFile>> own,
      Function<String, Optional<String>> variables) {
    var limits = config.transport().limits();
    var chosen = config.transport().way();
    if (chosen instanceof Way.Smtp smtp) {
      return new SmtpProvider(vertx, smtp.url(), limits);
    }
    if (chosen instanceof Way.Resend resend) {
      return new ResendProvider(http(vertx, limits), resend.account(), limits);
    }
    if (chosen instanceof Way.Postmark mark) {
      return new PostmarkProvider(http(vertx, limits), mark.account(), mark.stream(), limits);
    }
    if (chosen instanceof Way.Scripted scripted) {
      var way = new NewestWay(scripted, () -> own.get().get(scripted.id()), variables);
      return new ScriptedProvider(vertx, http(vertx, limits), way, limits);
    }
    try {
      return new LogProvider(vertx, config.mailbox(), limits);
    } catch (IOException unusable) {
      throw new UncheckedIOException(
          "the mailbox '" + config.mailbox() + "' cannot be made", unusable);
    }
  }

  private static OutsideHttp http(Vertx vertx, SendLimits limits) {
    return OutsideHttp.of(
        vertx,
        new OutsideHttp.Bounds(limits.concurrency(), Duration.ofSeconds(30), 64 << 10, false));
  }

  /** Its name in settings, rows and metrics, such as {@code smtp}. */
  String id();

  /**
   * Hands one mail over. Succeeds once the other side has taken it, fails with a {@link
   * ProviderFailure}; anything else that it fails with counts as retryable.
   */
  Future<Accepted> send(OutgoingMail mail);

  /**
   * The same, for a provider that keeps mails {@link #ahead}.
   *
   * @param isOurs whether nobody else may have the mail by now, asked on any thread before it goes
   */
  default Future<Accepted> send(OutgoingMail mail, BooleanSupplier isOurs) {
    return send(mail);
  }

  /** How much it is asked at once. */
  default SendLimits limits() {
    return new SendLimits(64, 0);
  }

  /** How many mails it takes beyond those under way, and keeps until one of these has ended. */
  default int ahead() {
    return 0;
  }

  /**
   * How long one mail may take, with what it was kept; a provider that says nothing by then has not
   * taken it.
   */
  default Duration patience() {
    return Duration.ofSeconds(60);
  }

  /**
   * Whether mails from a domain may go out; empty where the provider does not tell. Fails when it
   * cannot tell now.
   */
  default Future<Optional<Boolean>> verified(String domain) {
    return Future.succeededFuture(Optional.empty());
  }

  /** Whose mails it takes before any domain is verified, if it has somebody for that. */
  default Optional<String> testSender() {
    return Optional.empty();
  }

  /** Lets go of its connections. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
