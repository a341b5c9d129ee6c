package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.MailExtras;
import dev.sojourn.core.mail.MailHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mail as it goes out, the same at every attempt.
 *
 * @param sendId the public id of the send
 * @param date when it was admitted
 * @param from whose mail it is, {@code Name <address>} or bare
 * @param to the bare address it goes to
 * @param text the plain part, or null for none
 * @param extras what goes with it
 */
public record OutgoingMail(
    String sendId,
    Instant date,
    String from,
    String to,
    String subject,
    String html,
    @Nullable String text,
    MailExtras extras) {
  private static final String FEEDBACK_ID = "Feedback-ID";
  private static final int FEEDBACK_TAGS = 3;

  /** A mail that nothing goes with. */
  public OutgoingMail(
      String sendId,
      Instant date,
      String from,
      String to,
      String subject,
      String html,
      @Nullable String text) {
    this(sendId, date, from, to, subject, html, text, MailExtras.NONE);
  }

  /** The same mail to somebody else, who alone gets it. */
  OutgoingMail redirected(String sender, String other, String said) {
    return new OutgoingMail(sendId, date, sender, other, said, html, text, extras);
  }

  /** The same mail under another send. */
  OutgoingMail as(String otherId) {
    return new OutgoingMail(otherId, date, from, to, subject, html, text, extras);
  }

  /** What it takes in memory, about: the bytes of its files, the characters of its body. */
  int weight() {
    var weight = (long) html.length() + (text == null ? 0 : text.length());
    for (var file : extras.attachments()) {
      weight += file.size();
    }
    return Math.toIntExact(weight);
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

  /**
   * Its further headers, in order. A mail with tags has a {@code Feedback-ID} of the first three
   * and of its domain, by which large receivers tell its sender who complained about what.
   */
  List<MailHeader> headers() {
    var tags = extras.tags();
    var given = extras.headers().stream().anyMatch(h -> h.name().equalsIgnoreCase(FEEDBACK_ID));
    if (tags.isEmpty() || given) {
      return extras.headers();
    }
    var value = new StringBuilder();
    for (var i = 0; i < FEEDBACK_TAGS; i++) {
      value.append(i < tags.size() ? plain(tags.get(i).value(), 60) : "").append(':');
    }
    var all = new ArrayList<>(extras.headers());
    all.add(new MailHeader(FEEDBACK_ID, value + plain(MailAddress.of(from).domain(), 15)));
    return all;
  }

  private static String plain(String text, int most) {
    var plain = HeaderText.word(text, "_.-");
    return plain.length() <= most ? plain : plain.substring(0, most);
  }
}
