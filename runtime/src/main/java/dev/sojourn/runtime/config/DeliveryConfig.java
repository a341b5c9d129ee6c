package dev.sojourn.runtime.config;

import dev.sojourn.core.webhook.Retries;
import java.time.Duration;

/**
 * How our webhooks are delivered.
 *
 * @param timeout how long one try may take ({@code OUTBOUND_WEBHOOK_TIMEOUT_MS}, default 15000)
 * @param retries {@code OUTBOUND_WEBHOOK_MAX_ATTEMPTS} (8), {@code OUTBOUND_WEBHOOK_BASE_DELAY_MS}
 *     (5000) and {@code OUTBOUND_WEBHOOK_MAX_DELAY_MS} (21600000)
 * @param stuckAfter after how long others take over what a process that fell silent was delivering
 *     ({@code OUTBOUND_WEBHOOK_STUCK_AFTER_MS}, default 60000)
 * @param each tries of one endpoint at once ({@code OUTBOUND_WEBHOOK_CONCURRENCY}, default 4)
 * @param all tries of one process at once ({@code OUTBOUND_WEBHOOK_MAX_CONCURRENCY}, default 256)
 */
public record DeliveryConfig(
    Duration timeout, Retries retries, Duration stuckAfter, int each, int all) {
  private static final int DAY_MS = 86_400_000;

  /** What an empty environment says. */
  public static final DeliveryConfig USUAL =
      new DeliveryConfig(Duration.ofSeconds(15), Retries.USUAL, Duration.ofSeconds(60), 4, 256);

  static DeliveryConfig from(Settings settings) {
    var timeout = ms(settings, "TIMEOUT_MS", USUAL.timeout(), 100);
    var stuck = ms(settings, "STUCK_AFTER_MS", USUAL.stuckAfter(), 1_000);
    if (stuck.compareTo(timeout.multipliedBy(2)) < 0) {
      settings.problem(
          "OUTBOUND_WEBHOOK_STUCK_AFTER_MS",
          "is less than twice OUTBOUND_WEBHOOK_TIMEOUT_MS, so tries would overlap");
    }
    var base = ms(settings, "BASE_DELAY_MS", USUAL.retries().base(), 1);
    var longest = ms(settings, "MAX_DELAY_MS", USUAL.retries().longest(), 1);
    if (longest.compareTo(base) < 0) {
      settings.problem(
          "OUTBOUND_WEBHOOK_MAX_DELAY_MS", "is less than OUTBOUND_WEBHOOK_BASE_DELAY_MS");
      longest = base;
    }
    var attempts =
        settings.whole("OUTBOUND_WEBHOOK_MAX_ATTEMPTS", USUAL.retries().attempts(), 1, 1_000);
    return new DeliveryConfig(
        timeout,
        new Retries(attempts, base, longest),
        stuck,
        settings.whole("OUTBOUND_WEBHOOK_CONCURRENCY", USUAL.each(), 1, 100),
        settings.whole("OUTBOUND_WEBHOOK_MAX_CONCURRENCY", USUAL.all(), 2, 10_000));
  }

  private static Duration ms(Settings settings, String name, Duration otherwise, int least) {
    var usual = (int) otherwise.toMillis();
    return Duration.ofMillis(settings.whole("OUTBOUND_WEBHOOK_" + name, usual, least, DAY_MS));
  }
}
