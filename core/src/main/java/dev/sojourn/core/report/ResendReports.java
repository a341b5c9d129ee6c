package dev.sojourn.core.report;

import dev.sojourn.core.report.MailReport.Bounce;
import dev.sojourn.core.report.MailReport.BounceClass;
import dev.sojourn.core.report.MailReport.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Resend reports. */
public final class ResendReports {
  private static final Pattern COMPLAINT = Pattern.compile("complaint|spam|abuse");
  private static final Pattern PERMANENT = Pattern.compile("hard|permanent|suppressed");
  private static final Pattern TRANSIENT =
      Pattern.compile("soft|transient|mailbox full|throttled|undetermined");

  private ResendReports() {}

  /**
   * The report in a body; empty for what does not matter here.
   *
   * @param received when it came, for one that does not say when it happened
   * @throws IllegalArgumentException if it is none
   */
  public static Optional<MailReport> read(String body, Instant received) {
    var fields = Fields.of(body);
    var kind = kind(fields.needed("type"));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    var data = fields.at("data");
    var bounce = data.at("bounce");
    var type = (bounce.text("type") + " " + bounce.text("subType")).toLowerCase(Locale.ROOT);
    var isComplaint = kind.get() == Kind.BOUNCED && COMPLAINT.matcher(type).find();
    var reason = bounce.text("message").isEmpty() ? type.strip() : bounce.text("message");
    return Optional.of(
        new MailReport(
            isComplaint ? Kind.COMPLAINED : kind.get(),
            data.needed("email_id"),
            data.texts("to"),
            fields.instant("created_at", received),
            switch (kind.get()) {
              case BOUNCED -> isComplaint ? null : new Bounce(bounceClass(type), reason);
              case REJECTED -> new Bounce(BounceClass.UNKNOWN, data.at("failed").text("reason"));
              case DELIVERED, COMPLAINED -> null;
            }));
  }

  private static Optional<Kind> kind(String type) {
    return switch (type) {
      case "email.delivered" -> Optional.of(Kind.DELIVERED);
      case "email.bounced" -> Optional.of(Kind.BOUNCED);
      case "email.complained" -> Optional.of(Kind.COMPLAINED);
      case "email.failed" -> Optional.of(Kind.REJECTED);
      default -> Optional.empty();
    };
  }

  private static BounceClass bounceClass(String type) {
    if (PERMANENT.matcher(type).find()) {
      return BounceClass.PERMANENT;
    }
    return TRANSIENT.matcher(type).find() ? BounceClass.TRANSIENT : BounceClass.UNKNOWN;
  }
}
