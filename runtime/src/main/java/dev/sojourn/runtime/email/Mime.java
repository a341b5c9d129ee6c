package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A mail in the Internet message format, RFC 5322 and 2045: the same characters for the same mail,
 * all ASCII but for addresses that are not (RFC 6532).
 *
 * @param headers in their order; long values are folded with CRLF and a space
 * @param root what stands below them
 */
record Mime(Map<String, String> headers, MimePart root) {
  static Mime of(OutgoingMail mail) {
    var headers = new LinkedHashMap<String, String>();
    headers.put(
        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(mail.date().atOffset(ZoneOffset.UTC)));
    headers.put("From", mailbox(mail.from()));
    headers.put("To", mailbox(mail.to()));
    if (mail.extras().replyTo() != null) {
      headers.put("Reply-To", mailbox(mail.extras().replyTo()));
    }
    headers.put("Message-ID", mail.messageId());
    var subject = HeaderText.phrase(mail.subject());
    headers.put("Subject", subject.contains("\r\n") ? subject : HeaderText.folded(9, subject));
    for (var header : mail.headers()) {
      headers.put(header.name(), HeaderText.value(header.name(), header.value()));
    }
    headers.put("MIME-Version", "1.0");
    var root = root(mail);
    headers.putAll(root.headers());
    return new Mime(headers, root);
  }

  /** The whole message, with CRLF at the end of each line. */
  byte[] bytes() {
    var out = new MimeOutput(Math.addExact(root.expected(), 1024));
    MimePart.write(headers, out);
    root.write(out);
    return out.line().toBytes();
  }

  /** What the HTML shows lies beside it, what is to be saved lies beside all that is to be read. */
  private static MimePart root(OutgoingMail mail) {
    var files = mail.extras().attachments();
    var shown = files.stream().filter(file -> file.contentId() != null).toList();
    var saved = files.stream().filter(file -> file.contentId() == null).toList();
    MimePart read = with("related", mail, new MimePart.Text("html", mail.html()), shown);
    var text = mail.text();
    if (text != null) {
      read =
          new MimePart.Multi(
              "alternative", "=_" + mail.sendId(), List.of(new MimePart.Text("plain", text), read));
    }
    return with("mixed", mail, read, saved);
  }

  private static MimePart with(
      String kind, OutgoingMail mail, MimePart first, List<Attachment> files) {
    if (files.isEmpty()) {
      return first;
    }
    var parts = new ArrayList<>(Stream.concat(Stream.of(first), leaves(files)).toList());
    return new MimePart.Multi(kind, "=_" + kind + "-" + mail.sendId(), parts);
  }

  private static Stream<MimePart> leaves(List<Attachment> files) {
    return files.stream().map(MimePart.Leaf::new);
  }

  private static String mailbox(String text) {
    var address = MailAddress.of(text);
    if (address.name().isEmpty()) {
      return address.email();
    }
    var name = HeaderText.phrase(address.name());
    return name.startsWith("=?")
        ? name + "\r\n <" + address.email() + ">"
        : MailAddress.quoted(name) + " <" + address.email() + ">";
  }
}
