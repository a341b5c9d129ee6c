package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Counts and times what is waited for, on any thread. */
final class Stopwatch {
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  Waited total() {
    return new Waited(ended.sum(), nanos.sum());
  }

  /** How many have begun and not ended, about. */
  int underWay() {
    var over = ended.sum();
    return (int) Math.max(0, begun.sum() - over);
  }

  <T> Future<T> time(Supplier<Future<T>> what) {
    var started = System.nanoTime();
    begun.increment();
    return what.get()
        .onComplete(
            done -> {
              nanos.add(System.nanoTime() - started);
              ended.increment();
            });
  }
}
