package dev.sojourn.core.report;

import dev.sojourn.core.report.MailReport.Bounce;
import dev.sojourn.core.report.MailReport.BounceClass;
import dev.sojourn.core.report.MailReport.Kind;
import dev.sojourn.core.verdict.SendRanks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a send from its provider. Reports come late, twice and in any order: the status
 * only goes on, and of each time the first is kept.
 *
 * @param bounce how it came back, the worst that was said; null if it did not
 * @param reason why, or null
 */
public record Reported(
    String status,
    @Nullable Instant deliveredAt,
    @Nullable Instant bouncedAt,
    @Nullable Instant complainedAt,
    @Nullable BounceClass bounce,
    @Nullable String reason) {
  private static final String TAKEN = "sent";

  /** Whether nothing of the kind was reported before. */
  public boolean isNews(MailReport report) {
    return switch (report.kind()) {
      case DELIVERED -> deliveredAt == null;
      case BOUNCED -> bouncedAt == null;
      case COMPLAINED -> complainedAt == null;
      case REJECTED -> !status.equals("failed");
    };
  }

  /**
   * Whether the report counts against the address: the send comes back for good, the first time.
   */
  public boolean counts(MailReport report) {
    var said = report.bounce();
    return report.kind() == Kind.BOUNCED
        && said != null
        && said.how() == BounceClass.PERMANENT
        && bounce != BounceClass.PERMANENT;
  }

  /** What is known after a report. */
  public Reported after(MailReport report) {
    var at = report.occurredAt();
    return switch (report.kind()) {
      case DELIVERED ->
          new Reported(
              SendRanks.after(status, "delivered"),
              first(deliveredAt, at),
              bouncedAt,
              complainedAt,
              bounce,
              reason);
      case BOUNCED -> bounced(report.bounce(), at);
      case COMPLAINED ->
          new Reported(
              SendRanks.after(status, "complained"),
              deliveredAt,
              bouncedAt,
              first(complainedAt, at),
              bounce,
              reason);
      case REJECTED ->
          new Reported(
              status.equals(TAKEN) ? "failed" : SendRanks.after(status, "failed"),
              deliveredAt,
              bouncedAt,
              complainedAt,
              bounce,
              reason(report.bounce()));
    };
  }

  /** The same without what the provider said of it, which may name people. */
  public Reported withoutReason() {
    return new Reported(status, deliveredAt, bouncedAt, complainedAt, bounce, null);
  }

  private Reported bounced(@Nullable Bounce said, Instant at) {
    var how = said == null ? BounceClass.UNKNOWN : said.how();
    var isWorse = bounce == null || (how == BounceClass.PERMANENT && bounce != how);
    return new Reported(
        SendRanks.after(status, "bounced"),
        deliveredAt,
        first(bouncedAt, at),
        complainedAt,
        isWorse ? how : bounce,
        isWorse ? reason(said) : reason);
  }

  private static @Nullable String reason(@Nullable Bounce said) {
    return said == null || said.reason().isEmpty() ? null : said.reason();
  }

  private static Instant first(@Nullable Instant known, Instant said) {
    return known == null ? said : known;
  }
}
