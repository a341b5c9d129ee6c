package dev.sojourn.runtime.config;

import java.time.Duration;

/**
 * How long what is past is kept.
 *
 * @param decisions why somebody was left out of something ({@code DECISIONS_KEPT}, default 30 d)
 * @param journals what ended enrolments did, step by step ({@code JOURNALS_KEPT}, default 90 d)
 * @param callers from where and with what links were followed ({@code CALLERS_KEPT}, default 90 d)
 * @param bodies what stood in mails that went out ({@code BODIES_KEPT}, default 30 d)
 * @param deliveries what endpoints were told, once that is over ({@code DELIVERIES_KEPT}, default
 *     30 d)
 * @param audits who changed what on the admin plane ({@code AUDIT_LOGS_KEPT}, default 365 d)
 */
public record KeepingConfig(
    Duration decisions,
    Duration journals,
    Duration callers,
    Duration bodies,
    Duration deliveries,
    Duration audits) {
  private static final Duration LEAST = Duration.ofDays(1);

  /** Before that the database's calendar ends some time. */
  private static final Duration MOST = Duration.ofDays(36_500);

  static KeepingConfig from(Settings settings) {
    return new KeepingConfig(
        kept(settings, "DECISIONS_KEPT", Duration.ofDays(30)),
        kept(settings, "JOURNALS_KEPT", Duration.ofDays(90)),
        kept(settings, "CALLERS_KEPT", Duration.ofDays(90)),
        kept(settings, "BODIES_KEPT", Duration.ofDays(30)),
        kept(settings, "DELIVERIES_KEPT", Duration.ofDays(30)),
        kept(settings, "AUDIT_LOGS_KEPT", Duration.ofDays(365)));
  }

  private static Duration kept(Settings settings, String name, Duration otherwise) {
    Duration kept = settings.duration(name, otherwise);
    if (kept.compareTo(LEAST) < 0) {
      settings.problem(name, "is shorter than 1d");
    } else if (kept.compareTo(MOST) > 0) {
      settings.problem(name, "is longer than 36500d");
    }
    return kept;
  }
}
