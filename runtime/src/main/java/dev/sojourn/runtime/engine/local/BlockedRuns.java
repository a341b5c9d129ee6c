package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Database;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many runs of the database are blocked: counted when somebody asks and the last count is older
 * than five seconds. What this process itself blocks and frees is in it at once. Safe for all
 * threads.
 */
final class BlockedRuns {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();
  private volatile long freshUntil = System.nanoTime();
  private volatile @Nullable Future<Long> counting;

  /** As last known. */
  long known() {
    return Math.max(0, runs.get());
  }

  /** This process blocked or freed some. */
  void changed(int by) {
    changes.incrementAndGet();
    runs.addAndGet(by);
  }

  /** As stored some five seconds ago at most; one statement for all who ask at once. */
  Future<Long> count(Database database) {
    if (System.nanoTime() - freshUntil < 0) {
      return Future.succeededFuture(known());
    }
    Future<Long> underWay = counting;
    if (underWay == null || underWay.isComplete()) {
      long before = changes.get();
      underWay = RunStore.countBlocked(database).map(found -> counted(before, found));
      counting = underWay;
    }
    return underWay;
  }

  /** A count that a change of our own overtook is dropped; whoever asks next counts again. */
  private long counted(long changesBefore, long found) {
    if (changes.get() == changesBefore) {
      runs.set(found);
      freshUntil = System.nanoTime() + FRESH_NANOS;
    }
    return known();
  }
}
