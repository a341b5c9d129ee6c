package dev.sojourn.hatchet.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The engine's idea of now. It starts at the machine's time. A running clock goes on with the
 * machine's and can be moved ahead of it, so that it is never behind a client that asks its own
 * clock; a standing one moves only when a test moves it, and is for clients that ask this one. Safe
 * for use by any thread.
 */
final class EngineClock extends Clock {
  private final boolean running;
  private final Instant origin;
  private final long startedNanos;
  private volatile Duration moved = Duration.ZERO;

  private EngineClock(boolean running) {
    this.running = running;
    this.origin = Instant.now();
    this.startedNanos = System.nanoTime();
  }

  static EngineClock standing() {
    return new EngineClock(false);
  }

  static EngineClock running() {
    return new EngineClock(true);
  }

  boolean isRunning() {
    return running;
  }

  @Override
  public Instant instant() {
    Instant now = origin.plus(moved);
    return running ? now.plusNanos(System.nanoTime() - startedNanos) : now;
  }

  /** Only the loop moves it, so that no two moves meet. */
  void moveTo(Instant target) {
    Duration ahead = Duration.between(instant(), target);
    if (!ahead.isNegative()) {
      moved = moved.plus(ahead);
    }
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }
}
