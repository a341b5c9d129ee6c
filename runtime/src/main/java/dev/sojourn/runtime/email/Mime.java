package dev.sojourn.runtime.email;

import io.vertx.ext.mail.mailencoder.Utils;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A mail in the Internet message format, RFC 5322 and 2045: all ASCII, the same characters for the
 * same mail.
 *
 * @param headers in their order; long values are folded with CRLF and a space
 * @param body its lines end in LF alone and have at most 76 characters
 */
record Mime(Map<String, String> headers, String body) {
  /** Bytes of UTF-8 in one encoded word: with "Subject: " before it within 78 characters. */
  private static final int WORD = 42;

  private static final int LONGEST_PLAIN = 200;

  static Mime of(OutgoingMail mail) {
    var from = MailAddress.of(mail.from());
    var headers = new LinkedHashMap<String, String>();
    headers.put(
        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(mail.date().atOffset(ZoneOffset.UTC)));
    headers.put("From", mailbox(from));
    headers.put("To", mail.to());
    headers.put("Message-ID", mail.messageId());
    headers.put("Subject", phrase(mail.subject()));
    mail.headers().forEach((name, value) -> headers.put(plain(name), plain(value)));
    headers.put("MIME-Version", "1.0");
    var text = mail.text();
    if (text == null) {
      headers.put("Content-Type", "text/html; charset=UTF-8");
      headers.put("Content-Transfer-Encoding", "quoted-printable");
      return new Mime(headers, printable(mail.html()) + "\n");
    }
    // Quoted-printable never holds "=_", so no part can hold the boundary.
    var boundary = "=_" + mail.sendId();
    headers.put("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
    var body =
        part(boundary, "plain", text)
            + part(boundary, "html", mail.html())
            + "--"
            + boundary
            + "--\n";
    return new Mime(headers, body);
  }

  /** The whole message, with CRLF at the end of each line. */
  byte[] bytes() {
    var message = new StringBuilder(body.length() + 1024);
    headers.forEach(
        (name, value) -> message.append(name).append(": ").append(value).append("\r\n"));
    message.append("\r\n").append(body.replace("\n", "\r\n"));
    return message.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String part(String boundary, String kind, String content) {
    return "--"
        + boundary
        + "\n"
        + "Content-Type: text/"
        + kind
        + "; charset=UTF-8\n"
        + "Content-Transfer-Encoding: quoted-printable\n\n"
        + printable(content)
        + "\n";
  }

  /** Nothing but what may stand in one line of a header; no value can begin another line. */
  private static String plain(String text) {
    return text.replaceAll("[^ -~]+", " ");
  }

  private static String printable(String content) {
    return Utils.encodeQP(content.replace("\r\n", "\n").replace('\r', '\n'));
  }

  private static String mailbox(MailAddress address) {
    if (address.name().isEmpty()) {
      return address.email();
    }
    var plain = phrase(address.name());
    var encoded = plain.startsWith("=?");
    var name = encoded ? plain + "\r\n" : "\"" + plain.replaceAll("([\"\\\\])", "\\\\$1") + "\"";
    return name + " <" + address.email() + ">";
  }

  /**
   * Text for a header: as it is when short and plain, else as encoded words; never a line break.
   */
  private static String phrase(String text) {
    var line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    var plain = line.chars().allMatch(c -> c >= ' ' && c < 127);
    if (plain && line.length() <= LONGEST_PLAIN && !line.contains("=?")) {
      return line;
    }
    var words = new StringBuilder();
    var word = new StringBuilder();
    var bytes = 0;
    for (var c : line.codePoints().toArray()) {
      var letter = Character.toString(c);
      var size = letter.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > WORD) {
        words.append(encoded(word)).append("\r\n ");
        word.setLength(0);
        bytes = 0;
      }
      word.append(letter);
      bytes += size;
    }
    return words.append(encoded(word)).toString();
  }

  private static String encoded(StringBuilder word) {
    var bytes = word.toString().getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }
}
