package dev.sojourn.runtime.email;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mail as it goes out, the same at every attempt.
 *
 * @param sendId the public id of the send
 * @param date when it was admitted
 * @param from whose mail it is, {@code Name <address>} or bare
 * @param to the bare address it goes to
 * @param text the plain part, or null for none
 * @param headers further ones by name, in their order; plain ASCII without line breaks
 */
public record OutgoingMail(
    String sendId,
    Instant date,
    String from,
    String to,
    String subject,
    String html,
    @Nullable String text,
    Map<String, String> headers) {
  public OutgoingMail {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** A mail without further headers. */
  public OutgoingMail(
      String sendId,
      Instant date,
      String from,
      String to,
      String subject,
      String html,
      @Nullable String text) {
    this(sendId, date, from, to, subject, html, text, Map.of());
  }

  /** The same mail to somebody else, who alone gets it. */
  OutgoingMail redirected(String other, String said) {
    return new OutgoingMail(sendId, date, from, other, said, html, text, headers);
  }

  /** The same mail under another send. */
  OutgoingMail as(String otherId) {
    return new OutgoingMail(otherId, date, from, to, subject, html, text, headers);
  }

  /** The Message-ID, with its angle brackets. */
  public String messageId() {
    return "<" + sendId + "@" + MailAddress.of(from).domain() + ">";
  }

  /** What tells a provider that a further attempt is the same mail; at most 64 characters. */
  public String idempotencyKey() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(messageId().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JVM lacks SHA-256", missing);
    }
  }
}
