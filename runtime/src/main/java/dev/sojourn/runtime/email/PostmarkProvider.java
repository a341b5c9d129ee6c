package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import dev.sojourn.runtime.config.MailAccount;
import dev.sojourn.runtime.config.SendLimits;
import dev.sojourn.runtime.outside.Answer;
import dev.sojourn.runtime.outside.Ask;
import dev.sojourn.runtime.outside.OutsideHttp;
import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands mails to Postmark. It knows no idempotency keys: a mail whose acceptance went unheard goes
 * out again, with the same Message-ID.
 */
final class PostmarkProvider implements Provider {
  /** A longer value of its metadata it refuses, and the mail with it. */
  private static final int LONGEST_METADATA = 80;

  private static final String ID = "postmark";
  private static final HttpFailures FAILURES = new HttpFailures(ID);
  private static final long BAD_TOKEN = 10;
  private static final long INACTIVE_RECIPIENT = 406;

  private final OutsideHttp http;
  private final URI url;
  private final String token;
  private final String stream;
  private final SendLimits limits;

  /**
   * A provider that sends for a server of an account.
   *
   * @param stream the message stream, such as {@code outbound}
   */
  PostmarkProvider(OutsideHttp http, MailAccount account, String stream, SendLimits limits) {
    this.http = http;
    this.url = account.at("/email");
    this.token = account.key();
    this.stream = stream;
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
        .map(this::body)
        .compose(body -> http.ask(asked(body)))
        .compose(answer -> taken(mail, answer))
        .recover(lost -> Future.failedFuture(FAILURES.unheard(mail, lost)));
  }

  @Override
  public Future<Void> close() {
    return http.close();
  }

  private Ask asked(Map<String, ?> body) {
    var headers = Map.of("X-Postmark-Server-Token", token);
    return Ask.post(url, headers, body);
  }

  private static Future<Accepted> taken(OutgoingMail mail, Answer answer) {
    var code = answer.number("ErrorCode");
    return answer.isGood() && code.isPresent() && code.get() == 0
        ? Future.succeededFuture(new Accepted(answer.text("MessageID")))
        : Future.failedFuture(failure(mail, answer, code.orElse(-1L)));
  }

  private static ProviderFailure failure(OutgoingMail mail, Answer answer, long code) {
    var said = answer.text("Message");
    if (answer.isThrottled() || answer.isOutage()) {
      return FAILURES.later(mail, answer, said);
    }
    if (answer.isGood() && code < 0) {
      return FAILURES.unreadable(mail, answer);
    }
    if (answer.status() == 401 || code == BAD_TOKEN) {
      return FAILURES.unknownKey(mail, answer, "POSTMARK_SERVER_TOKEN");
    }
    return code == INACTIVE_RECIPIENT
        ? FAILURES.bounced(mail, answer, said)
        : FAILURES.refused(mail, answer, said);
  }

  private Map<String, ?> body(OutgoingMail mail) {
    var extras = mail.extras();
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("From", MailAddress.of(mail.from()).text());
    body.put("To", MailAddress.of(mail.to()).email());
    body.put("Subject", mail.subject());
    body.put("HtmlBody", mail.html());
    if (mail.text() != null) {
      body.put("TextBody", mail.text());
    }
    if (extras.replyTo() != null) {
      body.put("ReplyTo", MailAddress.of(extras.replyTo()).text());
    }
    if (!extras.tags().isEmpty()) {
      var metadata = new LinkedHashMap<String, @Nullable Object>();
      extras.tags().forEach(tag -> metadata.put(tag.name(), cut(tag.value())));
      body.put("Tag", extras.tags().get(0).value());
      body.put("Metadata", metadata);
    }
    body.put("Headers", headers(mail));
    body.put("TrackOpens", false);
    body.put("TrackLinks", "None");
    body.put("MessageStream", stream);
    if (!extras.attachments().isEmpty()) {
      body.put("Attachments", extras.attachments().stream().map(PostmarkProvider::file).toList());
    }
    return body;
  }

  /** Without the last one it would make up a Message-ID for each attempt. */
  private static String cut(String value) {
    return value.length() <= LONGEST_METADATA ? value : value.substring(0, LONGEST_METADATA);
  }

  private static List<Map<String, String>> headers(OutgoingMail mail) {
    var headers = new ArrayList<Map<String, String>>();
    mail.headers().forEach(header -> headers.add(header(header.name(), header.value())));
    headers.add(header("Message-ID", mail.messageId()));
    headers.add(header("X-PM-KeepID", "true"));
    return headers;
  }

  private static Map<String, String> header(String name, String value) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("Name", name);
    fields.put("Value", value);
    return fields;
  }

  private static Map<String, String> file(Attachment file) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("Name", file.filename());
    fields.put("Content", file.base64());
    fields.put("ContentType", file.contentType());
    if (file.contentId() != null) {
      fields.put("ContentID", "cid:" + file.contentId());
    }
    return fields;
  }
}
