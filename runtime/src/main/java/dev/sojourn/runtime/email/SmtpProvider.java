package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.SmtpUrl;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import java.util.List;

/**
 * Hands mails to an SMTP server over a pool of connections that stay open. SMTP has no idempotency
 * keys: a mail whose acceptance went unheard goes out again, with the same Message-ID and bytes.
 */
final class SmtpProvider implements Provider {
  private static final int CONNECTIONS = 16;
  private static final int CONNECT_MS = 10_000;

  /**
   * How the client begins its errors about one mail. A permanent reply to anything else, such as
   * the login, is no fault of the mail: an operator can mend it while mails wait.
   */
  private static final List<String> ABOUT_THE_MAIL =
      List.of(
          "sender address not accepted",
          "recipient address not accepted",
          "DATA command not accepted",
          "sending data failed");

  private final SmtpUrl url;
  private final MailClient client;

  /** A provider that hands over at this address. */
  public SmtpProvider(Vertx vertx, SmtpUrl url) {
    this.url = url;
    this.client = MailClient.create(vertx, config(url));
  }

  @Override
  public String id() {
    return "smtp";
  }

  @Override
  public int concurrency() {
    return CONNECTIONS;
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

  private static MailConfig config(SmtpUrl url) {
    var config = new MailConfig(url.host(), url.port());
    config.setStarttls(url.starttls());
    config.setSsl(url.tls());
    config.setHostnameVerificationAlgorithm("HTTPS");
    config.setLogin(url.user() == null ? LoginOption.DISABLED : LoginOption.REQUIRED);
    config.setUsername(url.user());
    config.setPassword(url.password());
    config.setMaxPoolSize(CONNECTIONS);
    config.setKeepAlive(true);
    config.setConnectTimeout(CONNECT_MS);
    return config;
  }

  /** Headers and body are ready: a plain text that needs no encoding passes as it is. */
  private static MailMessage message(OutgoingMail mail) {
    var mime = Mime.of(mail);
    return new MailMessage()
        .setFrom(MailAddress.of(mail.from()).email())
        .setTo(mail.to())
        .setFixedHeaders(true)
        .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(mime.headers()))
        .setText(mime.body());
  }

  private ProviderFailure classified(OutgoingMail mail, Throwable failure) {
    var what = "send '" + mail.sendId() + "' was not taken by " + url + ": " + failure.getMessage();
    return failure instanceof IllegalArgumentException
            || (failure instanceof SMTPException reply && refuses(reply))
        ? ProviderFailure.permanent(what, failure)
        : ProviderFailure.retryable(what, failure);
  }

  private static boolean refuses(SMTPException reply) {
    var message = String.valueOf(reply.getMessage());
    return reply.isPermanent() && ABOUT_THE_MAIL.stream().anyMatch(message::startsWith);
  }
}
