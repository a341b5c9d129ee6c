package dev.sojourn.runtime.app

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** Waits for what another process or thread does, by looking again and again up to a limit. */
class Patience {
  /** Gives the first value that is true in Groovy's sense; fails with the last one when there is none in time. */
  static <T> T until(int seconds, Closure<T> look) {
    def end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)
    def tick = new CountDownLatch(1)
    T seen = look()
    while (!seen && System.nanoTime() < end) {
      tick.await(20, TimeUnit.MILLISECONDS)
      seen = look()
    }
    if (!seen) {
      throw new AssertionError((Object) "after $seconds s it still was: $seen")
    }
    seen
  }
}
