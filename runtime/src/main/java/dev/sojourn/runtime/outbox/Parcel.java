package dev.sojourn.runtime.outbox;

import java.util.List;

/**
 * Something to hand on.
 *
 * @param topic what it is; {@link #EVENT} or {@link #ANNOUNCED}
 * @param orderKey parcels of one key are handed on in the order of their ids, one after the other
 */
public record Parcel(long id, int tenant, short topic, long orderKey, String payload) {
  /** An event to take in. */
  public static final short EVENT = 1;

  /** What endpoints of others are told. */
  public static final short ANNOUNCED = 2;

  /** What this version knows how to hand on. */
  static List<Short> topics() {
    return List.of(EVENT, ANNOUNCED);
  }
}
