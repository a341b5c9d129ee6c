package dev.sojourn.core.replay;

import java.time.Instant;

/** The instants inside the ids of events: milliseconds since 2025 above the lowest 22 bits. */
final class EventIds {
  static final long START = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
  private static final int LOWER_BITS = 22;

  private EventIds() {}

  /** When the event was received. */
  static Instant receivedAt(long id) {
    return Instant.ofEpochMilli(START + (id >> LOWER_BITS));
  }

  /** The largest id of this millisecond. */
  static long lastOf(Instant instant) {
    var sinceStart = Math.max(0, instant.toEpochMilli() - START);
    return ((sinceStart + 1) << LOWER_BITS) - 1;
  }
}
