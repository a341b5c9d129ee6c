package dev.sojourn.runtime.database;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The database's time in this process: the monotonic clock plus a measured offset. Never goes back;
 * a correction backwards makes it stand still until the database has caught up.
 */
final class DatabaseClock implements InstantSource {
  private static final long MICROS = 1_000_000L;

  private volatile Reading reading;

  DatabaseClock(Instant local) {
    this.reading = new Reading(micros(local) - monotonicMicros(), Long.MIN_VALUE);
  }

  @Override
  public Instant instant() {
    long micros = now();
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
  }

  @Override
  public long millis() {
    return Math.floorDiv(now(), 1_000L);
  }

  /** Takes over what the database's clock said at this reading of {@link #monotonicMicros}. */
  void set(Instant databaseTime, long atMonotonicMicros) {
    reading = new Reading(micros(databaseTime) - atMonotonicMicros, now());
  }

  static long monotonicMicros() {
    return System.nanoTime() / 1_000L;
  }

  private long now() {
    Reading current = reading;
    return Math.max(current.floor, monotonicMicros() + current.offset);
  }

  private static long micros(Instant instant) {
    return Math.multiplyExact(instant.getEpochSecond(), MICROS) + instant.getNano() / 1_000;
  }

  private record Reading(long offset, long floor) {}
}
