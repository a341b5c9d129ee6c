package dev.sojourn.runtime.limit;

import dev.sojourn.core.limit.Left;
import dev.sojourn.core.limit.Rate;
import dev.sojourn.core.limit.SlidingWindow;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts of this process alone: some 300 bytes for each asker. Safe for all threads. */
final class MemoryWindows implements Windows {
  private final InstantSource clock;
  private final ConcurrentMap<Rate, ConcurrentMap<Long, SlidingWindow>> windows =
      new ConcurrentHashMap<>();

  MemoryWindows(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Future<Left> ask(Rate rate, long asker, int cost) {
    long now = clock.millis();
    Left[] left = new Left[1];
    windows
        .computeIfAbsent(rate, fresh -> new ConcurrentHashMap<>())
        .compute(
            asker,
            (same, known) -> {
              SlidingWindow window = known == null ? new SlidingWindow(rate, now) : known;
              left[0] = window.take(cost, now);
              return window;
            });
    return Future.succeededFuture(left[0]);
  }
}
