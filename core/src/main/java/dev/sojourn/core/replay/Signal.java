package dev.sojourn.core.replay;

/** Leaves a script in the middle, carrying why; without stack trace, never seen by an author. */
final class Signal extends Error {
  private static final long serialVersionUID = 1L;
  private final transient Outcome outcome;

  Signal(Outcome outcome) {
    super(null, null, false, false);
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }
}
