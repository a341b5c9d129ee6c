package dev.sojourn.runtime.outbox;

/**
 * Something to hand on.
 *
 * @param topic what it is, such as {@link #EVENT}
 * @param orderKey parcels of one key are handed on in the order of their ids, one after the other
 */
public record Parcel(long id, int tenant, short topic, long orderKey, String payload) {
  /** An event to take in. */
  public static final short EVENT = 1;

  /** A run that another engine is to start. */
  public static final short RUN_STARTED = 2;

  /** A run that waits in another engine and is to go on. */
  public static final short RUN_WOKEN = 3;

  /** A run of another engine that nobody needs any more. */
  public static final short RUN_CANCELLED = 4;

  /** What endpoints of others are told. */
  public static final short ANNOUNCED = 5;

  /** An event that tasks of others in another engine are told of. */
  public static final short EVENT_PASSED = 6;
}
