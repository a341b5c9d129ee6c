package dev.sojourn.runtime.limit;

import dev.sojourn.core.limit.Left;
import dev.sojourn.core.limit.Rate;
import dev.sojourn.core.limit.SlidingWindow;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts of this process alone: some 300 bytes for each asker. Where there are many, those who have
 * not asked for a window are forgotten. Safe for all threads.
 */
final class MemoryWindows implements Windows {
  private static final int MANY = 10_000;
  private static final long PAUSE_MS = 60_000;

  private final InstantSource clock;
  private final AtomicLong sweptMs = new AtomicLong();
  private final ConcurrentMap<Rate, ConcurrentMap<Long, SlidingWindow>> windows =
      new ConcurrentHashMap<>();

  MemoryWindows(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Future<Left> ask(Rate rate, long asker, int cost) {
    long now = clock.millis();
    Left[] left = new Left[1];
    ConcurrentMap<Long, SlidingWindow> askers =
        windows.computeIfAbsent(rate, fresh -> new ConcurrentHashMap<>());
    askers.compute(
        asker,
        (same, known) -> {
          SlidingWindow window = known == null ? new SlidingWindow(rate, now) : known;
          left[0] = window.take(cost, now);
          return window;
        });
    if (askers.size() > MANY) {
      sweep(now);
    }
    return Future.succeededFuture(left[0]);
  }

  /** How many askers it remembers. */
  int size() {
    return windows.values().stream().mapToInt(ConcurrentMap::size).sum();
  }

  /** Forgets those who have not asked for a window, once a minute at most. */
  private void sweep(long now) {
    long last = sweptMs.get();
    if (now >= last + PAUSE_MS && sweptMs.compareAndSet(last, now)) {
      for (ConcurrentMap<Long, SlidingWindow> askers : windows.values()) {
        askers
            .keySet()
            .forEach(
                asker ->
                    askers.computeIfPresent(
                        asker, (same, window) -> window.isPast(now) ? null : window));
      }
    }
  }
}
