package dev.sojourn.runtime.engine.hatchet;

import java.time.Duration;
import java.time.Instant;

/** What an invocation does with a run that nobody may take up now. */
sealed interface Plan {
  /** Parks shorter than this stay in memory, and make no node of Hatchet's log. */
  Duration SHORT = Duration.ofSeconds(5);

  /** Engines drop what they know of a task some time after it was made, 30 days by default. */
  Duration OLDEST = Duration.ofDays(20);

  /** Every waking replays all waits before it. */
  int MOST_PARKS = 200;

  /** Hatchet's clock turns by the second or so; what is left of a sleep is waited for in memory. */
  int EARLY_SECONDS = 1;

  /** Stays in memory until an instant. */
  record Stay(Instant until) implements Plan {}

  /** Waits in Hatchet for so many seconds, or for its waking. */
  record Park(int seconds) implements Plan {}

  /** Goes on as another run of Hatchet. */
  record Chain() implements Plan {}

  /**
   * What a plan is made from.
   *
   * @param dueAt when the run may be taken up; {@link Instant#MAX} for not by itself
   * @param wakeable whether something else than time may wake it soon
   * @param patience until when it may rest in memory for what may wake it
   * @param adoptedAt when Hatchet's run adopted it
   * @param parks waits in the log of Hatchet's run
   */
  record Sight(
      Instant now,
      Instant dueAt,
      boolean wakeable,
      Instant patience,
      Instant adoptedAt,
      int parks,
      Room room) {}

  /** How much room there is to rest in memory. */
  enum Room {
    /** Enough. */
    AMPLE,
    /** Little: only what must stays. */
    SCARCE,
    /** None, since the process ends. */
    NONE
  }

  /** The plan for what is seen. */
  static Plan of(Sight sight) {
    Instant chainAt = sight.adoptedAt().plus(OLDEST);
    Instant end = sight.dueAt().isBefore(chainAt) ? sight.dueAt() : chainAt;
    if (sight.room() == Room.NONE) {
      return new Park(seconds(sight.now(), end));
    }
    if (!sight.dueAt().isAfter(sight.now().plus(SHORT))) {
      return new Stay(sight.dueAt());
    }
    if (sight.wakeable() && sight.room() == Room.AMPLE && sight.patience().isAfter(sight.now())) {
      return new Stay(sight.patience());
    }
    if (sight.parks() >= MOST_PARKS || !sight.now().isBefore(chainAt)) {
      return new Chain();
    }
    return new Park(seconds(sight.now(), end));
  }

  private static int seconds(Instant now, Instant end) {
    long whole = Duration.between(now, end).toSeconds() - EARLY_SECONDS;
    return (int) Math.max(1, Math.min(whole, OLDEST.toSeconds()));
  }
}
