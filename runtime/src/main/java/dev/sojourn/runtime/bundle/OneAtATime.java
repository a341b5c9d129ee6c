package dev.sojourn.runtime.bundle;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Work that never overlaps itself. However often it is asked for while it runs, it runs once more.
 * Safe for all threads; the work runs on the context.
 */
final class OneAtATime {
  private final Context context;
  private final Supplier<Future<Void>> work;
  private List<Promise<Void>> waiting = new ArrayList<>();
  private final Promise<Void> idle = Promise.promise();
  private boolean running;
  private boolean stopped;

  OneAtATime(Context context, Supplier<Future<Void>> work) {
    this.context = context;
    this.work = work;
  }

  /** Done when a turn that began after this call is done. */
  Future<Void> ask() {
    var promise = Promise.<Void>promise();
    context.runOnContext(
        asked -> {
          waiting.add(promise);
          next();
        });
    return promise.future();
  }

  /** Begins no turn any more; done when the one under way is. */
  Future<Void> stop() {
    context.runOnContext(
        asked -> {
          stopped = true;
          next();
        });
    return idle.future();
  }

  private void next() {
    if (stopped) {
      waiting.forEach(promise -> promise.fail(new IllegalStateException("it was stopped")));
      waiting = new ArrayList<>();
    }
    if (stopped && !running) {
      idle.tryComplete();
    }
    if (running || waiting.isEmpty()) {
      return;
    }
    running = true;
    var served = waiting;
    waiting = new ArrayList<>();
    turn()
        .onComplete(
            outcome ->
                context.runOnContext(
                    done -> {
                      running = false;
                      served.forEach(promise -> promise.handle(outcome));
                      next();
                    }));
  }

  private Future<Void> turn() {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
