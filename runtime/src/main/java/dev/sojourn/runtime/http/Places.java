package dev.sojourn.runtime.http;

import java.util.concurrent.atomic.AtomicInteger;

/** How many of a kind are in work at a time in the whole process. Safe for all threads. */
final class Places {
  private final AtomicInteger free;

  Places(int most) {
    this.free = new AtomicInteger(most);
  }

  /** Takes a place; false if there is none. */
  boolean take() {
    return free.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
  }

  void giveBack() {
    free.incrementAndGet();
  }
}
