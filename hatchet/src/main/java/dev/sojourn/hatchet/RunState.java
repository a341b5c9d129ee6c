package dev.sojourn.hatchet;

/** Where a run stands. */
public enum RunState {
  /** It waits for a worker. */
  QUEUED,
  /** A worker has it, or it waits inside a durable task. */
  RUNNING,
  /** It ended well. */
  COMPLETED,
  /** It ended with an error, or found no worker in time. */
  FAILED,
  /** It was cancelled. */
  CANCELLED,
  /** It waits, and no worker holds it. */
  EVICTED,
  /** A state of a newer engine. */
  OTHER;

  /** Whether it has ended. */
  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** The state of a text; {@code OTHER} if it is none of these. */
  static RunState parse(String text) {
    for (var state : values()) {
      if (state.name().equals(text)) {
        return state;
      }
    }
    return OTHER;
  }
}
