package dev.sojourn.runtime.engine.local;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Work that has to be over before what it stands on is closed. Safe for all threads. */
final class Underway {
  private final Set<Future<?>> all = ConcurrentHashMap.newKeySet();

  /** Begins work, which is under way until its answer is there. */
  <T> Future<T> run(Supplier<Future<T>> work) {
    Promise<T> answer = Promise.promise();
    Future<T> over = answer.future();
    all.add(over);
    return work.get().onComplete(answer).eventually(() -> gone(over));
  }

  /** Done, never failed, when what is under way now is over. */
  Future<?> over() {
    return Future.join(List.copyOf(all)).otherwiseEmpty();
  }

  private Future<?> gone(Future<?> over) {
    all.remove(over);
    return Future.succeededFuture();
  }
}
