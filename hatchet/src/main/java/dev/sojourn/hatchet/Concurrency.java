package dev.sojourn.hatchet;

import dev.sojourn.hatchet.wire.ConcurrencyLimitStrategy;

/**
 * A limit of runs at the same time. A parked run counts as running, so a low limit and long waits
 * do not go together.
 *
 * @param expression CEL over {@code input} and {@code additional_metadata} that yields the group
 * @param maxRuns most runs of one group, at least 1
 * @param excess what becomes of a run above the limit
 */
public record Concurrency(String expression, int maxRuns, Excess excess) {

  /** What becomes of a run above the limit. */
  public enum Excess {
    /** It waits, groups taking turns. */
    QUEUE(ConcurrencyLimitStrategy.GROUP_ROUND_ROBIN),
    /** It takes the place of a running one, which is cancelled. */
    CANCEL_RUNNING(ConcurrencyLimitStrategy.CANCEL_IN_PROGRESS),
    /** It is cancelled. */
    CANCEL_NEWEST(ConcurrencyLimitStrategy.CANCEL_NEWEST);

    private final ConcurrencyLimitStrategy wire;

    Excess(ConcurrencyLimitStrategy wire) {
      this.wire = wire;
    }

    ConcurrencyLimitStrategy wire() {
      return wire;
    }
  }

  public Concurrency {
    if (maxRuns < 1) {
      throw new IllegalArgumentException("maxRuns '" + maxRuns + "' is below 1");
    }
  }
}
