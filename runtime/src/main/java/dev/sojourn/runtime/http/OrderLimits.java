package dev.sojourn.runtime.http;

import java.time.Duration;

/**
 * What holds for the orders of a process, on whatever event loop they come.
 *
 * @param limit how many a key may place
 * @param places for large ones
 */
record OrderLimits(RateLimit limit, OrderBodies.Places places) {
  private static final int EACH_MINUTE = 30;

  /** The limits of a process that has taken none yet. */
  static OrderLimits fresh() {
    return new OrderLimits(
        new RateLimit(EACH_MINUTE, Duration.ofMinutes(1)), new OrderBodies.Places());
  }
}
