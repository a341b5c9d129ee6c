package dev.sojourn.core.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a delivery is tried again: after try n, min(base·2ⁿ + a share of base, longest).
 *
 * @param attempts tries in all
 * @param base the unit of waits
 * @param longest the longest wait, also of what an answer asks for
 */
public record Retries(int attempts, Duration base, Duration longest) {
  /** Eight tries; 5 s doubled each time, at most six hours. */
  public static final Retries USUAL = new Retries(8, Duration.ofSeconds(5), Duration.ofHours(6));

  public Retries {
    if (attempts < 1 || base.isNegative() || base.isZero() || longest.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "retries take at least one attempt, a base above zero and a longest wait not below it");
    }
  }

  /**
   * The wait after a failed try, or nothing when the tries are used up.
   *
   * @param failed tries so far, from 1
   * @param retryAfter what the answer asked for, or null; never undercut, but by the longest wait
   */
  public Optional<Duration> next(
      int failed, @Nullable Duration retryAfter, RandomGenerator random) {
    if (failed >= attempts) {
      return Optional.empty();
    }
    var unit = base.toMillis();
    var most = longest.toMillis();
    var doubled = failed > 62 || unit > most >> failed ? most : unit << failed;
    var step = doubled + random.nextLong(unit + 1);
    var asked = retryAfter == null ? 0 : retryAfter.toMillis();
    return Optional.of(Duration.ofMillis(Math.min(most, Math.max(step, asked))));
  }
}
