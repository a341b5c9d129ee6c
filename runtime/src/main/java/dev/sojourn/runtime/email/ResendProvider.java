package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import dev.sojourn.core.mail.MailTag;
import dev.sojourn.runtime.config.MailAccount;
import dev.sojourn.runtime.config.SendLimits;
import dev.sojourn.runtime.outside.Answer;
import dev.sojourn.runtime.outside.Ask;
import dev.sojourn.runtime.outside.OutsideHttp;
import io.vertx.core.Future;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands mails to Resend. It keeps idempotency keys for a day, so that a mail whose acceptance went
 * unheard is not sent again by a further attempt, which is the same bytes under the same key.
 */
final class ResendProvider implements Provider {
  private static final String ID = "resend";
  private static final HttpFailures FAILURES = new HttpFailures(ID);

  /** Theirs: it reaches the account's own address alone. */
  private static final String TEST_SENDER = "onboarding@resend.dev";

  private final OutsideHttp http;
  private final URI url;
  private final URI domains;
  private final String key;
  private final SendLimits limits;

  /** A provider that sends for an account. */
  ResendProvider(OutsideHttp http, MailAccount account, SendLimits limits) {
    this.http = http;
    this.url = account.at("/emails");
    this.domains = account.at("/domains");
    this.key = account.key();
    this.limits = limits;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public SendLimits limits() {
    return limits;
  }

  @Override
  public Future<Accepted> send(OutgoingMail mail) {
    return Future.succeededFuture(mail)
        .compose(this::post)
        .compose(answer -> taken(mail, answer))
        .recover(lost -> Future.failedFuture(FAILURES.unheard(mail, lost)));
  }

  @Override
  public Future<Optional<Boolean>> verified(String domain) {
    return http.ask(Ask.get(domains, Map.of("Authorization", "Bearer " + key)))
        .compose(answer -> verified(domain, answer));
  }

  @Override
  public Optional<String> testSender() {
    return Optional.of(TEST_SENDER);
  }

  @Override
  public Future<Void> close() {
    return http.close();
  }

  private static Future<Optional<Boolean>> verified(String domain, Answer answer) {
    if (answer.isGood() && answer.json().get("data") instanceof List<?> listed) {
      return Future.succeededFuture(
          Optional.of(
              listed.stream()
                  .filter(one -> one instanceof Map<?, ?> fields && isOf(domain, fields))
                  .anyMatch(one -> "verified".equals(((Map<?, ?>) one).get("status")))));
    }
    return Future.failedFuture(
        ProviderFailure.retryable(
            "resend did not list its domains: HTTP " + answer.status(), null));
  }

  private static boolean isOf(String domain, Map<?, ?> listed) {
    return domain.equalsIgnoreCase(String.valueOf(listed.get("name")));
  }

  private Future<Answer> post(OutgoingMail mail) {
    var headers =
        Map.of("Authorization", "Bearer " + key, "Idempotency-Key", mail.idempotencyKey());
    return http.ask(Ask.post(url, headers, body(mail)));
  }

  private static Future<Accepted> taken(OutgoingMail mail, Answer answer) {
    var id = answer.text("id");
    return answer.isGood() && id != null
        ? Future.succeededFuture(new Accepted(id))
        : Future.failedFuture(failure(mail, answer));
  }

  private static ProviderFailure failure(OutgoingMail mail, Answer answer) {
    var name = answer.text("name");
    var said = answer.text("message");
    if (answer.isGood()) {
      return FAILURES.unreadable(mail, answer);
    }
    if (answer.isThrottled()
        || answer.isOutage()
        || (answer.status() == 409 && "concurrent_idempotent_requests".equals(name))) {
      return FAILURES.later(mail, answer, said);
    }
    var unknown =
        answer.status() == 401
            || "invalid_api_key".equals(name)
            || "missing_api_key".equals(name)
            || "restricted_api_key".equals(name);
    return unknown
        ? FAILURES.unknownKey(mail, answer, "RESEND_API_KEY")
        : FAILURES.refused(mail, answer, said);
  }

  /** Its fields have a fixed order: the same mail is the same bytes. */
  private static Map<String, ?> body(OutgoingMail mail) {
    var extras = mail.extras();
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("from", MailAddress.of(mail.from()).text());
    body.put("to", List.of(MailAddress.of(mail.to()).email()));
    body.put("subject", mail.subject());
    body.put("html", mail.html());
    if (mail.text() != null) {
      body.put("text", mail.text());
    }
    if (extras.replyTo() != null) {
      body.put("reply_to", MailAddress.of(extras.replyTo()).text());
    }
    var headers = new LinkedHashMap<String, @Nullable Object>();
    mail.headers().forEach(header -> headers.put(header.name(), header.value()));
    if (!headers.isEmpty()) {
      body.put("headers", headers);
    }
    if (!extras.tags().isEmpty()) {
      body.put("tags", extras.tags().stream().map(ResendProvider::tag).toList());
    }
    if (!extras.attachments().isEmpty()) {
      body.put("attachments", extras.attachments().stream().map(ResendProvider::file).toList());
    }
    return body;
  }

  private static Map<String, String> tag(MailTag tag) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("name", clean(tag.name()));
    fields.put("value", clean(tag.value()));
    return fields;
  }

  private static Map<String, String> file(Attachment file) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("filename", file.filename());
    fields.put("content", file.base64());
    fields.put("content_type", file.contentType());
    if (file.contentId() != null) {
      fields.put("content_id", file.contentId());
    }
    return fields;
  }

  private static String clean(String text) {
    return HeaderText.word(text, "_-");
  }
}
