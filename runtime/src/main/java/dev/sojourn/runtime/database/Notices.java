package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hints between processes over LISTEN and NOTIFY. A hint may get lost or come twice; so listeners
 * hear one after every reconnection too, and never rely on any.
 */
final class Notices {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  /** NOTIFY takes a lock of the whole cluster at commit, so the hints of 10 ms become one. */
  private static final long COALESCED_MS = 10;

  private static final String NOTIFY = "select pg_notify($1::text, '')::text";

  private final Vertx vertx;
  private final Pool pool;
  private final PgSubscriber subscriber;
  private final AtomicBoolean connecting = new AtomicBoolean();
  private final Map<String, Ear> ears = new ConcurrentHashMap<>();
  private final Set<String> pending = ConcurrentHashMap.newKeySet();

  Notices(Vertx vertx, Pool pool, PgConnectOptions options) {
    this.vertx = vertx;
    this.pool = pool;
    this.subscriber =
        PgSubscriber.subscriber(vertx, options)
            .reconnectPolicy(attempt -> Math.min(5_000L, 100L << Math.min(attempt, 6)));
  }

  /** Done once the first hint could arrive. */
  Future<Void> listen(String channel, Runnable onNotify) {
    Ear ear = ears.computeIfAbsent(channel, this::ear);
    ear.listeners.add(onNotify);
    if (connecting.compareAndSet(false, true)) {
      subscriber
          .connect()
          .onFailure(e -> log.warn("listening for hints failed; trying again: {}", e.getMessage()));
    }
    return ear.subscribed.future();
  }

  private Ear ear(String channel) {
    Ear ear = new Ear(new CopyOnWriteArrayList<>(), Promise.promise());
    subscriber
        .channel(channel)
        .subscribeHandler(
            again -> {
              if (!ear.subscribed.tryComplete()) {
                ear.hear();
              }
            })
        .handler(payload -> ear.hear());
    return ear;
  }

  /** Those who listen on one channel, and whether the server knows. */
  private record Ear(List<Runnable> listeners, Promise<Void> subscribed) {
    void hear() {
      listeners.forEach(Runnable::run);
    }
  }

  void send(String channel) {
    if (pending.add(channel)) {
      vertx.setTimer(COALESCED_MS, timer -> sendNow(channel));
    }
  }

  Future<Void> close() {
    return connecting.get() ? subscriber.close() : Future.succeededFuture();
  }

  private void sendNow(String channel) {
    pending.remove(channel);
    pool.preparedQuery(NOTIFY)
        .execute(Arguments.of(channel))
        .onFailure(e -> log.debug("a hint on '{}' was not sent: {}", channel, e.getMessage()));
  }
}
