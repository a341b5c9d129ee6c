package dev.sojourn.core.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of one mail.
 *
 * @param messageId the provider's own id of the mail
 * @param recipients the addresses it speaks of, as it spells them
 * @param bounce why it came back; null if it did not
 */
public record MailReport(
    Kind kind,
    String messageId,
    List<String> recipients,
    Instant occurredAt,
    @Nullable Bounce bounce) {
  /** Above this it is none of our mails, which go to one address each. */
  public static final int MOST_RECIPIENTS = 100;

  public MailReport {
    recipients = List.copyOf(recipients);
  }

  /** What has become of it. */
  public enum Kind {
    /** It lies in the mailbox. */
    DELIVERED,
    /** It came back. */
    BOUNCED,
    /** Its reader called it spam. */
    COMPLAINED,
    /** The provider took it and then would not send it. */
    REJECTED
  }

  /** How a mail came back. */
  public enum BounceClass {
    /** It always will. */
    PERMANENT,
    /** Another one may arrive. */
    TRANSIENT,
    /** The provider did not say. */
    UNKNOWN
  }

  /**
   * A mail's return, or its rejection.
   *
   * @param reason as people read it; may be empty
   */
  public record Bounce(BounceClass how, String reason) {}

  /** Whether it is about an address. */
  public boolean isAbout(String address) {
    return recipients.isEmpty() || recipients.stream().anyMatch(one -> isOf(one, address));
  }

  private static boolean isOf(String recipient, String address) {
    var bare =
        recipient.endsWith(">")
            ? recipient.substring(recipient.lastIndexOf('<') + 1, recipient.length() - 1)
            : recipient;
    return bare.strip().equalsIgnoreCase(address);
  }
}
