package dev.sojourn.runtime.outside;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What hosts are called, asked on threads of its own. Who asks for a host that somebody asks for
 * now waits for the same answer, so that one that is slow to answer takes one thread.
 */
final class Hosts {
  private static final int THREADS = 16;

  private final WorkerExecutor threads;
  private final Lookup lookup;
  private final ConcurrentMap<String, Future<InetAddress[]>> asked = new ConcurrentHashMap<>();

  /** How a name is looked up. May block. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  Hosts(Vertx vertx, Lookup lookup) {
    this.threads = vertx.createSharedWorkerExecutor("sojourn-hosts", THREADS);
    this.lookup = lookup;
  }

  /** The addresses of a host, at least one. */
  Future<InetAddress[]> of(String host) {
    Promise<InetAddress[]> promise = Promise.promise();
    var mine = promise.future();
    var running = asked.putIfAbsent(host, mine);
    if (running != null) {
      return running;
    }
    threads
        .executeBlocking(() -> lookup.all(host), false)
        .recover(
            lost ->
                Future.failedFuture(
                    lost instanceof UnknownHostException
                        ? new UnknownHostException("host '" + host + "' is not known")
                        : lost))
        .onComplete(
            done -> {
              asked.remove(host, mine);
              promise.handle(done);
            });
    return mine;
  }

  Future<Void> close() {
    return threads.close();
  }
}
