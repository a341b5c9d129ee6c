package dev.sojourn.runtime.engine.hatchet;

/**
 * What a worker has done with Hatchet since it began.
 *
 * @param invocations runs that were given to it, every time counted
 * @param parks waits that all of an invocation rested on
 * @param evictions invocations that left memory while they waited
 * @param restores parked runs that were put back because their waking met their eviction
 * @param reconnects streams that were opened again
 */
public record HatchetTotals(
    long invocations, long parks, long evictions, long restores, long reconnects) {
  static final HatchetTotals NONE = new HatchetTotals(0, 0, 0, 0, 0);
}
