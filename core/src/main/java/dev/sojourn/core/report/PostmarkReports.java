package dev.sojourn.core.report;

import dev.sojourn.core.report.MailReport.Bounce;
import dev.sojourn.core.report.MailReport.BounceClass;
import dev.sojourn.core.report.MailReport.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Postmark reports. */
public final class PostmarkReports {
  /** Spam notification; the mail was called spam by its reader. */
  private static final Set<String> COMPLAINTS = Set.of("512", "100001");

  /** Transient; DNS error; soft bounce or mailbox full. */
  private static final Set<String> TRANSIENT = Set.of("2", "256", "4096");

  private PostmarkReports() {}

  /**
   * The report in a body; empty for what does not matter here.
   *
   * @param received when it came, for one that does not say when it happened
   * @throws IllegalArgumentException if it is none
   */
  public static Optional<MailReport> read(String body, Instant received) {
    var fields = Fields.of(body);
    return switch (fields.needed("RecordType")) {
      case "Delivery" ->
          Optional.of(report(Kind.DELIVERED, fields, "Recipient", "DeliveredAt", received, null));
      case "SpamComplaint" ->
          Optional.of(report(Kind.COMPLAINED, fields, "Email", "BouncedAt", received, null));
      case "Bounce" -> Optional.of(bounced(fields, received));
      default -> Optional.empty();
    };
  }

  private static MailReport bounced(Fields fields, Instant received) {
    var code = fields.text("TypeCode");
    if (COMPLAINTS.contains(code)) {
      return report(Kind.COMPLAINED, fields, "Email", "BouncedAt", received, null);
    }
    var how = TRANSIENT.contains(code) ? BounceClass.TRANSIENT : BounceClass.PERMANENT;
    var reason =
        fields.text("Description").isEmpty() ? fields.text("Name") : fields.text("Description");
    return report(Kind.BOUNCED, fields, "Email", "BouncedAt", received, new Bounce(how, reason));
  }

  private static MailReport report(
      Kind kind,
      Fields fields,
      String recipient,
      String at,
      Instant received,
      @Nullable Bounce bounce) {
    List<String> recipients = fields.texts(recipient);
    return new MailReport(
        kind, fields.needed("MessageID"), recipients, fields.instant(at, received), bounce);
  }
}
