package dev.sojourn.dsl.definition;

/** What a journey does with a mail that may not go out now, but later could. */
public enum OnStopped {
  /** Hold it until it may. */
  HOLD,
  /** Go on without it. */
  SKIP,
  /** End the run. */
  LEAVE
}
