package dev.sojourn.runtime.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How much is noted of what nobody known was refused: so many a minute, since to be refused costs a
 * sender nothing, and a row costs us.
 */
final class Strangers {
  /** How many in a minute, of one process. */
  static final int MOST = 60;

  private Instant minute = Instant.MIN;
  private int count;

  /** Whether another one is noted. */
  boolean mayEnter(Instant now) {
    Instant current = now.truncatedTo(ChronoUnit.MINUTES);
    if (!current.equals(minute)) {
      minute = current;
      count = 0;
    }
    return count++ < MOST;
  }

  /** Whether the last one was the first of its minute that was not noted. */
  boolean isNews() {
    return count == MOST + 1;
  }
}
