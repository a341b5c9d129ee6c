package dev.sojourn.core.limit;

import java.time.Duration;

/**
 * At most so many in any window.
 *
 * @param name what is counted, such as {@code admin}; part of the key of a shared count
 * @param most how many; 0 for no limit
 * @param window how long each one counts, at least 60 ms
 */
public record Rate(String name, int most, Duration window) {
  /** Refuses what could not be counted. */
  public Rate {
    if (most < 0 || window.toMillis() < SlidingWindow.SLICES) {
      throw new IllegalArgumentException(
          "rate '" + name + "': '" + most + "' in '" + window + "' cannot be counted");
    }
  }

  /** So many a minute. */
  public static Rate perMinute(String name, int most) {
    return new Rate(name, most, Duration.ofMinutes(1));
  }

  /** Whether there is anything to count. */
  public boolean isLimited() {
    return most > 0;
  }

  /** How long one slice of the window lasts, in milliseconds. */
  public long sliceMs() {
    return window.toMillis() / SlidingWindow.SLICES;
  }

  /** The number of the slice that an instant belongs to. */
  public long slice(long nowMs) {
    return Math.floorDiv(nowMs, sliceMs());
  }

  /** What is left, as asked at this time and with the oldest slice that still counts. */
  public Left left(boolean granted, int remaining, long oldestSlice, long nowMs) {
    if (granted) {
      return new Left(most, remaining, 0);
    }
    long leaves = (oldestSlice + SlidingWindow.SLICES + 1) * sliceMs();
    return new Left(most, remaining, (int) Math.max(1, -Math.floorDiv(nowMs - leaves, 1000L)));
  }
}
