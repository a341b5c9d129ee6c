package dev.sojourn.core.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What follows from one try of a delivery. */
public sealed interface Tried {
  /** The other side has it. */
  record Delivered() implements Tried {}

  /** It is tried again after a while. */
  record Again(Duration after) implements Tried {}

  /**
   * It is not tried again.
   *
   * @param exhausted whether for want of further tries; else the other side does not want it
   * @param gone whether the endpoint says that it will never want anything again
   */
  record Failed(boolean exhausted, boolean gone) implements Tried {}

  /**
   * What follows from an answer, or from none.
   *
   * @param attempt which try it was, from 1
   * @param status of the answer, or null if none came
   * @param before the status of the try before it, or null
   * @param retryAfter what the answer asked for, if anything
   */
  static Tried of(
      int attempt,
      @Nullable Integer status,
      @Nullable Integer before,
      Optional<Duration> retryAfter,
      Retries retries,
      RandomGenerator random) {
    if (status != null && status >= 200 && status < 300) {
      return new Delivered();
    }
    if (status != null && status == 410) {
      return new Failed(false, true);
    }
    if (isRefusal(status) && isRefusal(before)) {
      return new Failed(false, false);
    }
    return retries
        .next(attempt, retryAfter.orElse(null), random)
        .<Tried>map(Again::new)
        .orElseGet(() -> new Failed(!isRefusal(status), false));
  }

  /** Whether the other side has understood, and does not want it. A redirect is not followed. */
  private static boolean isRefusal(@Nullable Integer status) {
    return status != null && status < 500 && status != 408 && status != 429;
  }
}
