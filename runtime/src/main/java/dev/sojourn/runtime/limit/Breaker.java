package dev.sojourn.runtime.limit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether something outside is asked: not after it failed, until a try made a second later, or
 * later still, succeeds. Nothing is tried while nobody asks. Safe for all threads.
 */
final class Breaker {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private volatile boolean open;
  private final AtomicLong tryAt = new AtomicLong();

  /** Whether the outside counts as gone. */
  boolean isOpen() {
    return open;
  }

  /** Whether the caller, and nobody else, has to make a try now. */
  boolean mayTry(long nowNanos) {
    long at = tryAt.get();
    return open && nowNanos - at >= 0 && tryAt.compareAndSet(at, nowNanos + PAUSE_NANOS);
  }

  /** It failed; answers whether that is news. */
  boolean failed(long nowNanos) {
    tryAt.set(nowNanos + PAUSE_NANOS);
    boolean news = !open;
    open = true;
    return news;
  }

  /** A try succeeded. */
  void succeeded() {
    open = false;
  }
}
