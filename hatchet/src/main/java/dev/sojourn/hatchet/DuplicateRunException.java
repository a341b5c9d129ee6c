package dev.sojourn.hatchet;

import java.util.List;

/** A run that was not started because a run with its idempotency key exists. */
public final class DuplicateRunException extends HatchetException {
  private static final long serialVersionUID = 1L;

  private final List<String> existing;
  private final List<String> started;

  DuplicateRunException(String message, List<String> existing, List<String> started) {
    super(Kind.EXISTS, message);
    this.existing = List.copyOf(existing);
    this.started = List.copyOf(started);
  }

  /** Ids of the runs that hold the keys. */
  public List<String> existing() {
    return existing;
  }

  /** Ids of the runs of the same call that were started all the same; empty for a single start. */
  public List<String> started() {
    return started;
  }
}
