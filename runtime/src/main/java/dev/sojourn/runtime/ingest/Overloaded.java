package dev.sojourn.runtime.ingest;

import java.time.Duration;

/** An event that was not taken in, by no fault of its sender; nothing of it is stored. */
public final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  Overloaded(String message) {
    super(message, null, false, false);
  }

  /** When to try again. */
  public Duration retryAfter() {
    return RETRY_AFTER;
  }
}
