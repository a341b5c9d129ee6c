package dev.sojourn.runtime.database;

import java.time.Duration;

/**
 * How far the wall clock and the monotonic one have moved since they were compared. They part when
 * the machine was suspended, which stops the monotonic one, or when the wall clock was set.
 */
final class Progress {
  /** More than a wall clock is slewed by between two measurements, five minutes at 500 ppm. */
  private static final Duration MOST = Duration.ofMillis(250);

  private volatile long apart;

  Progress(Duration wall, Duration monotonic) {
    apart = difference(wall, monotonic);
  }

  /** Whether they have parted since. */
  boolean parted(Duration wall, Duration monotonic) {
    return Math.abs(difference(wall, monotonic) - apart) > MOST.toNanos();
  }

  /** What they show now is taken for the same moment. */
  void compared(Duration wall, Duration monotonic) {
    apart = difference(wall, monotonic);
  }

  private static long difference(Duration wall, Duration monotonic) {
    return wall.minus(monotonic).toNanos();
  }
}
