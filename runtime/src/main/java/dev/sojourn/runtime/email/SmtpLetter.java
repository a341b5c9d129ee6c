package dev.sojourn.runtime.email;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A mail as SMTP carries it: an envelope, and the bytes of the message. */
final class SmtpLetter {
  private final String from;
  private final String to;
  private final @Nullable String beyondAscii;
  private final byte[] message;

  /**
   * A letter of this mail.
   *
   * @throws IllegalArgumentException if it has an address that is none
   */
  SmtpLetter(OutgoingMail mail) {
    from = MailAddress.of(mail.from()).email();
    to = MailAddress.of(mail.to()).email();
    beyondAscii =
        Stream.of(mail.to(), mail.from(), mail.extras().replyTo())
            .filter(Objects::nonNull)
            .filter(text -> MailAddress.of(text).needsUtf8())
            .findFirst()
            .orElse(null);
    message = Mime.of(mail).bytes();
  }

  /** The bare address it comes from. */
  String from() {
    return from;
  }

  /** The bare address it goes to. */
  String to() {
    return to;
  }

  /** An address of it that only servers with SMTPUTF8 take, or null. */
  @Nullable String beyondAscii() {
    return beyondAscii;
  }

  /** The message, which nobody changes. */
  byte[] message() {
    return message;
  }

  /** Whether no line of it begins with a dot, which SMTP would want doubled. */
  boolean isTransparent() {
    for (var i = 0; i < message.length; i++) {
      if (message[i] == '.' && (i == 0 || message[i - 1] == '\n' || message[i - 1] == '\r')) {
        return false;
      }
    }
    return true;
  }
}
