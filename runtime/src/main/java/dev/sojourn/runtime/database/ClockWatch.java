package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the database's time in this process right: measures it when asked, and when this machine's
 * own clocks part, as after it was suspended. Asks the database nothing else.
 */
final class ClockWatch {
  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

  /** Two clocks read further apart than this, as when the thread had to wait, tell nothing. */
  private static final Duration TOGETHER = Duration.ofMillis(5);

  private final DatabaseClock clock;
  private final TimeStore times;
  private final Progress progress = new Progress(wall(), monotonic());
  private final AtomicBoolean measuring = new AtomicBoolean();

  ClockWatch(DatabaseClock clock, TimeStore times) {
    this.clock = clock;
    this.times = times;
  }

  InstantSource clock() {
    return clock;
  }

  /** Sets the clock by the database's. */
  Future<Void> measure() {
    Duration wall = wall();
    Duration monotonic = monotonic();
    return times.measure().onSuccess(done -> progress.compared(wall, monotonic));
  }

  /** Measures if this machine's clocks have parted; tries again at the next look if it fails. */
  void look() {
    Duration before = monotonic();
    Duration wall = wall();
    Duration after = monotonic();
    if (after.minus(before).compareTo(TOGETHER) > 0) {
      return;
    }
    if (progress.parted(wall, after) && measuring.compareAndSet(false, true)) {
      measure()
          .onSuccess(done -> log.info("the clocks of this machine had parted: time measured anew"))
          .onFailure(error -> log.warn("the time was not measured: {}", error.getMessage()))
          .onComplete(done -> measuring.set(false));
    }
  }

  private static Duration wall() {
    return Duration.between(Instant.EPOCH, InstantSource.system().instant());
  }

  private static Duration monotonic() {
    return Duration.ofNanos(System.nanoTime());
  }
}
