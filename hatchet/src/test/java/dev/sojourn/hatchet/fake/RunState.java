package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.RunStatus;

/**
 * Where a run is. An evicted run waits without a worker; the last three are for good, but for a
 * replay.
 */
public enum RunState {
  QUEUED(RunStatus.QUEUED),
  RUNNING(RunStatus.RUNNING),
  EVICTED(RunStatus.RUNNING),
  COMPLETED(RunStatus.COMPLETED),
  FAILED(RunStatus.FAILED),
  CANCELLED(RunStatus.CANCELLED);

  private final RunStatus wire;

  RunState(RunStatus wire) {
    this.wire = wire;
  }

  /** The status in the details of a run, where an evicted one is a running one, and marked. */
  RunStatus wire() {
    return wire;
  }

  /** Whether the run is over. */
  public boolean isDone() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** The status of lists over REST, where an evicted run is a running one. */
  String listed() {
    return this == EVICTED ? "RUNNING" : name();
  }
}
