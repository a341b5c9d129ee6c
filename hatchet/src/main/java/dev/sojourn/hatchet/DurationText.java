package dev.sojourn.hatchet;

import java.time.Duration;

/**
 * Durations as the engine reads them: one integer and one unit. Several units in one text are
 * parsed by newer engines only, and the text of a sleep is compared when a task is replayed.
 */
public final class DurationText {
  private DurationText() {}

  /**
   * The text of a duration: whole seconds as {@code 5400s}, others as milliseconds, rounded up.
   *
   * @throws IllegalArgumentException unless the duration is above zero
   */
  public static String of(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "duration '" + duration + "' is not above zero, and the engine knows no other");
    }
    long seconds = duration.toSeconds();
    if (Duration.ofSeconds(seconds).equals(duration)) {
      return seconds + "s";
    }
    return duration.plusNanos(999_999).toMillis() + "ms";
  }
}
