package dev.sojourn.runtime.bundle;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** The threads on which files are read and scripts compiled. Safe for all threads. */
final class BundleThreads {
  private final WorkerExecutor workers;
  private final Set<Future<?>> underWay = ConcurrentHashMap.newKeySet();

  BundleThreads(Vertx vertx) {
    int threads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    this.workers = vertx.createSharedWorkerExecutor("sojourn-bundle", threads);
  }

  /** Does the work on one of them, beside any other; the answer comes on the calling context. */
  <T> Future<T> run(Callable<T> work) {
    Future<T> answer = workers.executeBlocking(work, false);
    underWay.add(answer);
    return answer.onComplete(done -> underWay.remove(answer));
  }

  /** Done once all work is, since its answers need event loops that still run. */
  Future<Void> close() {
    return Future.join(List.copyOf(underWay)).eventually(workers::close).mapEmpty();
  }
}
