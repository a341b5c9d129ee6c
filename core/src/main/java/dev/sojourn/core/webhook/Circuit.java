package dev.sojourn.core.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether an endpoint is asked at all: after five failures in a row it is left alone, but for a
 * probe now and then, until one succeeds.
 *
 * @param failures in a row
 * @param openUntil when the next probe may go; {@link Instant#EPOCH} while it is closed
 */
public record Circuit(int failures, Instant openUntil) {
  /** Nothing has failed. */
  public static final Circuit CLOSED = new Circuit(0, Instant.EPOCH);

  private static final int THRESHOLD = 5;
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** After a try that succeeded. */
  public Circuit succeeded() {
    return CLOSED;
  }

  /** After a try that failed. */
  public Circuit failed(Instant now) {
    var all = failures + 1;
    if (all < THRESHOLD) {
      return new Circuit(all, Instant.EPOCH);
    }
    var wait = FIRST.multipliedBy(1L << Math.min(all - THRESHOLD, 10));
    return new Circuit(all, now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST));
  }

  /** Whether only probes go. */
  public boolean isOpen() {
    return failures >= THRESHOLD;
  }

  /** Whether the endpoint failed last, so that it may hang. */
  public boolean isSuspect() {
    return failures > 0;
  }
}
