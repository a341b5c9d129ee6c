package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import dev.sojourn.dsl.provider.MailView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A mail as the file of a provider sees it. */
record ScriptedMail(
    OutgoingMail mail, MailAddress from, @Nullable MailAddress replyTo, AtomicBoolean filesTaken)
    implements MailView {
  static ScriptedMail of(OutgoingMail mail) {
    var replyTo = mail.extras().replyTo();
    return new ScriptedMail(
        mail,
        MailAddress.of(mail.from()),
        replyTo == null ? null : MailAddress.of(replyTo),
        new AtomicBoolean());
  }

  /** Whether there are files that the provider's file has not even looked at. */
  boolean losesFiles() {
    return !mail.extras().attachments().isEmpty() && !filesTaken.get();
  }

  @Override
  public String getFrom() {
    return from.text();
  }

  @Override
  public String getFromEmail() {
    return from.email();
  }

  @Override
  public String getFromName() {
    return from.name();
  }

  @Override
  public String getTo() {
    return MailAddress.of(mail.to()).email();
  }

  @Override
  public String getSubject() {
    return mail.subject();
  }

  @Override
  public String getHtml() {
    return mail.html();
  }

  @Override
  public @Nullable String getText() {
    return mail.text();
  }

  @Override
  public @Nullable String getReplyTo() {
    return replyTo == null ? null : replyTo.text();
  }

  @Override
  public Map<String, String> getHeaders() {
    var headers = new LinkedHashMap<String, String>();
    mail.headers().forEach(header -> headers.put(header.name(), header.value()));
    return headers;
  }

  @Override
  public Map<String, String> getTags() {
    var tags = new LinkedHashMap<String, String>();
    mail.extras().tags().forEach(tag -> tags.put(tag.name(), tag.value()));
    return tags;
  }

  @Override
  public List<Map<String, String>> getAttachments() {
    filesTaken.set(true);
    return mail.extras().attachments().stream().map(ScriptedMail::file).toList();
  }

  @Override
  public String getMessageId() {
    return mail.messageId();
  }

  @Override
  public String getIdempotencyKey() {
    return mail.idempotencyKey();
  }

  private static Map<String, String> file(Attachment file) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("filename", file.filename());
    fields.put("contentType", file.contentType());
    fields.put("content", file.base64());
    if (file.contentId() != null) {
      fields.put("contentId", file.contentId());
    }
    return fields;
  }
}
