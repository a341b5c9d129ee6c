package dev.sojourn.core.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before trying again: exponential, with jitter over the upper half of each step.
 *
 * @param base the step after the first failure
 * @param cap the longest step
 * @param attempts how many tries there are at least
 * @param span how long tries go on at least, however many that makes
 */
public record Backoff(Duration base, Duration cap, int attempts, Duration span) {
  /**
   * For mails and whatever else leaves the house: 5 s · 2ⁿ, at most an hour, eight tries and three
   * hours. Eight tries alone would be over in eleven minutes, and an outage of the other side may
   * last longer.
   */
  public static final Backoff OUTWARD =
      new Backoff(Duration.ofSeconds(5), Duration.ofHours(1), 8, Duration.ofHours(3));

  /** The longest that the other side can ask us to stay away. */
  private static final Duration LONGEST_ASKED = Duration.ofDays(1);

  /** One that ends with its tries. */
  public Backoff(Duration base, Duration cap, int attempts) {
    this(base, cap, attempts, Duration.ZERO);
  }

  public Backoff {
    if (base.isZero() || base.isNegative() || cap.compareTo(base) < 0 || attempts < 1) {
      throw new IllegalArgumentException(
          "a backoff takes a base above zero, a cap not below it and at least one attempt, not "
              + ("base " + base + ", cap " + cap + ", attempts " + attempts));
    }
  }

  /** The wait before the next try where tries alone count, or nothing when they are used up. */
  public Optional<Duration> next(
      int failed, @Nullable Duration retryAfter, RandomGenerator random) {
    return next(failed, span, retryAfter, random);
  }

  /**
   * The wait before the next try, or nothing when the tries are used up and the span is over.
   *
   * @param failed failed tries so far, from 1
   * @param age how long ago the first one was
   * @param retryAfter what the other side asked for, or null; never undercut, at most a day counts
   */
  public Optional<Duration> next(
      int failed, Duration age, @Nullable Duration retryAfter, RandomGenerator random) {
    if (failed < 1) {
      throw new IllegalArgumentException("failed tries count from 1, not " + failed);
    }
    if (failed >= attempts && age.compareTo(span) >= 0) {
      return Optional.empty();
    }
    var step = step(failed).toMillis();
    var wait = Duration.ofMillis(step - random.nextLong(step / 2 + 1));
    return Optional.of(retryAfter == null ? wait : longer(wait, retryAfter));
  }

  private Duration step(int failed) {
    // Thirty doublings of a millisecond are twelve days: no cap worth having lies beyond.
    var doublings = Math.min(failed - 1, 30);
    var room = cap.toMillis() >> doublings;
    return base.toMillis() >= room ? cap : base.multipliedBy(1L << doublings);
  }

  private static Duration longer(Duration wait, Duration asked) {
    var bounded = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    return wait.compareTo(bounded) > 0 ? wait : bounded;
  }
}
