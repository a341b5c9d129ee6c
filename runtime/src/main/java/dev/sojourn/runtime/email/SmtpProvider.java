package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.SendLimits;
import dev.sojourn.runtime.config.SmtpUrl;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import java.time.Duration;
import java.util.List;

/**
 * Hands mails to an SMTP server over a pool of connections that stay open. SMTP has no idempotency
 * keys: a mail whose acceptance went unheard goes out again, with the same Message-ID and bytes.
 */
final class SmtpProvider implements Provider {
  private static final int CONNECT_MS = 10_000;

  /** How the client begins its errors about a login. */
  private static final String LOGIN = "AUTH ";

  /** The ways to log in with a password; the client would try others with it. */
  private static final List<String> BY_PASSWORD =
      List.of("CRAM-SHA256", "CRAM-SHA1", "CRAM-MD5", "DIGEST-MD5", "PLAIN", "LOGIN");

  private static final String TOO_LARGE = "message exceeds allowed size limit";

  /**
   * How the client begins its errors about one mail. A permanent reply to anything else, such as a
   * greeting, is no fault of the mail: it may pass while mails wait.
   */
  private static final List<String> ABOUT_THE_MAIL =
      List.of(
          "sender address not accepted",
          "recipient address not accepted",
          "DATA command not accepted",
          "sending data failed");

  private final SmtpUrl url;
  private final SendLimits limits;
  private final MailClient client;

  /** A provider that hands over at this address. */
  public SmtpProvider(Vertx vertx, SmtpUrl url, SendLimits limits) {
    this.url = url;
    this.limits = limits;
    this.client = MailClient.create(vertx, config(url, limits));
  }

  @Override
  public String id() {
    return "smtp";
  }

  @Override
  public SendLimits limits() {
    return limits;
  }

  /** Longer than the server may be silent: its connection is lost first, and no other attempt. */
  @Override
  public Duration patience() {
    return url.terms().timeout().multipliedBy(2);
  }

  @Override
  public Future<Accepted> send(OutgoingMail mail) {
    return Future.succeededFuture(mail)
        .map(SmtpProvider::message)
        .compose(client::sendMail)
        .map(result -> new Accepted(mail.messageId()))
        .recover(failure -> Future.failedFuture(classified(mail, failure)));
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }

  private static MailConfig config(SmtpUrl url, SendLimits limits) {
    var config = new MailConfig(url.host(), url.port());
    config.setStarttls(url.starttls());
    config.setSsl(url.tls());
    config.setLogin(url.user() == null ? LoginOption.DISABLED : LoginOption.REQUIRED);
    config.setUsername(url.user());
    config.setPassword(url.password());
    config.setMaxPoolSize(limits.concurrency());
    config.setKeepAlive(true);
    config.setConnectTimeout(CONNECT_MS);
    config.setIdleTimeout((int) url.terms().timeout().toSeconds());
    config.setOwnHostname(url.terms().name());
    var auth = url.terms().auth();
    config.setAuthMethods(String.join(" ", auth.isEmpty() ? BY_PASSWORD : auth));
    if (url.terms().ca() != null) {
      config.setTrustOptions(new PemTrustOptions().addCertPath(url.terms().ca().toString()));
    }
    return config;
  }

  /** Headers and body are ready: a plain text that needs no encoding passes as it is. */
  private static MailMessage message(OutgoingMail mail) {
    var replyTo = mail.extras().replyTo();
    for (var text : List.of(mail.to(), mail.from(), replyTo == null ? mail.from() : replyTo)) {
      if (MailAddress.of(text).needsUtf8()) {
        throw new IllegalArgumentException(
            "address '" + text + "' needs SMTPUTF8, which is not spoken here");
      }
    }
    var mime = Mime.of(mail);
    return new MailMessage()
        .setFrom(MailAddress.of(mail.from()).email())
        .setTo(mail.to())
        .setFixedHeaders(true)
        .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(mime.headers()))
        .setText(mime.body());
  }

  private ProviderFailure classified(OutgoingMail mail, Throwable failure) {
    var said = String.valueOf(failure.getMessage());
    var what = "send '" + mail.sendId() + "' was not taken by " + url + ": " + said;
    var reply = failure instanceof SMTPException answer && answer.isPermanent();
    if (reply && said.startsWith(LOGIN)) {
      return ProviderFailure.permanent(
          what + "; check the user and the password in SMTP_URL", failure);
    }
    return failure instanceof IllegalArgumentException
            || said.equals(TOO_LARGE)
            || (reply && ABOUT_THE_MAIL.stream().anyMatch(said::startsWith))
        ? ProviderFailure.permanent(what, failure)
        : ProviderFailure.retryable(what, failure);
  }
}
