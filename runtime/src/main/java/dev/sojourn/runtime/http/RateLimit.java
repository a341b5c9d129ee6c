package dev.sojourn.runtime.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * At most so many requests of one asker in any window, counted by this process alone. Safe for all
 * threads; holds one row of times for each asker.
 */
final class RateLimit {
  private final int most;
  private final long windowNanos;
  private final ConcurrentMap<Long, long[]> taken = new ConcurrentHashMap<>();

  RateLimit(int most, Duration window) {
    this.most = most;
    this.windowNanos = window.toNanos();
  }

  /**
   * What is left of the limit.
   *
   * @param remaining how many more requests may follow now
   * @param retryAfterSeconds 0 if the request may go on, else when the next one may
   */
  record Left(int limit, int remaining, int retryAfterSeconds) {
    boolean mayGoOn() {
      return retryAfterSeconds == 0;
    }
  }

  /** Counts a request, unless it is one too many. */
  Left ask(long asker, long nowNanos) {
    var counted = new boolean[1];
    var times =
        taken.compute(
            asker,
            (same, before) -> {
              var young = young(before == null ? new long[0] : before, nowNanos);
              counted[0] = young.length < most;
              if (!counted[0]) {
                return young;
              }
              var more = Arrays.copyOf(young, young.length + 1);
              more[young.length] = nowNanos;
              return more;
            });
    return counted[0]
        ? new Left(most, most - times.length, 0)
        : new Left(most, 0, seconds(windowNanos - (nowNanos - times[0])));
  }

  private long[] young(long[] times, long nowNanos) {
    return Arrays.stream(times).filter(time -> nowNanos - time < windowNanos).toArray();
  }

  private static int seconds(long nanos) {
    return (int) Math.max(1, (nanos + 999_999_999L) / 1_000_000_000L);
  }
}
