package dev.sojourn.runtime.database;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes time-sorted ids without asking anybody: 41 bits of milliseconds since 2025, 10 bits of the
 * node this process leased, 12 bits of sequence. Every id is greater than the ones made before it
 * in this process. Safe for all threads.
 */
public final class Ids {
  private static final long EPOCH_MS = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
  private static final int TIME_SHIFT = 22;
  private static final int NODE_SHIFT = 12;
  private static final long SEQUENCE_MASK = 0xFFF;

  private final InstantSource clock;

  /** Milliseconds since the epoch of ids, and the sequence, of the id made last. */
  private final AtomicLong last = new AtomicLong();

  private volatile NodeLease lease;

  /** Begins above everything the node may have made under an earlier lease. */
  Ids(InstantSource clock, NodeLease lease) {
    this.clock = clock;
    this.lease = lease;
    advancePastMillis(lease.lastMs());
  }

  /**
   * The next id.
   *
   * @throws DatabaseGone when the lease of this process' node has run out, as after an hour without
   *     a database
   */
  public long next() {
    NodeLease held = lease;
    long now = clock.millis() - EPOCH_MS;
    if (now >= held.untilMs()) {
      throw new DatabaseGone("the lease of id node '" + held.node() + "' has run out", null);
    }
    long made = last.updateAndGet(before -> Math.max(before + 1, now << NODE_SHIFT));
    return ((made >>> NODE_SHIFT) << TIME_SHIFT)
        | ((long) held.node() << NODE_SHIFT)
        | (made & SEQUENCE_MASK);
  }

  /** Makes every later id greater than this one, whoever made it. */
  public void advancePast(long id) {
    advancePastMillis(id >>> TIME_SHIFT);
  }

  /** Makes every later id greater than any of this millisecond since the epoch of ids. */
  void advancePastMillis(long ms) {
    long floor = (ms + 1) << NODE_SHIFT;
    last.updateAndGet(before -> Math.max(before, floor));
  }

  /** The instant in an id, to the millisecond. */
  public static Instant instantOf(long id) {
    return Instant.ofEpochMilli((id >>> TIME_SHIFT) + EPOCH_MS);
  }

  /** The largest id that the millisecond of an instant can have. */
  public static long lastOf(Instant instant) {
    long ms = millisOf(instant);
    return ((ms + 1) << TIME_SHIFT) - 1;
  }

  /** Milliseconds since the epoch of ids. */
  static long millisOf(Instant instant) {
    return instant.toEpochMilli() - EPOCH_MS;
  }

  /** Milliseconds since the epoch of ids of the newest id. */
  long lastMillis() {
    return last.get() >>> NODE_SHIFT;
  }

  NodeLease lease() {
    return lease;
  }

  void leased(NodeLease renewed) {
    advancePastMillis(renewed.lastMs());
    lease = renewed;
  }
}
