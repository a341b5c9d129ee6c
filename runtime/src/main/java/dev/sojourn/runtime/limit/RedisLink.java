package dev.sojourn.runtime.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pipelined connection to Redis, made anew for the next question after any failure. Belongs to
 * the context of whoever uses it.
 */
final class RedisLink {
  private static final int CONNECT_MS = 1_000;
  private static final int PATIENCE_MS = 500;

  private final Vertx vertx;
  private final RedisOptions options;
  private @Nullable Open open;

  RedisLink(Vertx vertx, String url) {
    this.vertx = vertx;
    this.options =
        new RedisOptions()
            .setConnectionString(url)
            .setNetClientOptions(
                new NetClientOptions().setConnectTimeout(CONNECT_MS).setTcpNoDelay(true));
  }

  /** A client of one connection; a connection that failed must not come back out of its pool. */
  private static final class Open {
    private final Redis client;
    private final Future<RedisConnection> connection;

    Open(Redis client) {
      this.client = client;
      this.connection = client.connect();
    }
  }

  /** The answer; fails when none comes within half a second, and begins afresh then. */
  Future<Response> send(Request request) {
    Open used = opened();
    return used.connection
        .compose(connection -> connection.send(request))
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .onFailure(failure -> drop(used));
  }

  Future<Void> close() {
    Open used = open;
    if (used != null) {
      drop(used);
    }
    return Future.succeededFuture();
  }

  private Open opened() {
    Open known = open;
    if (known != null) {
      return known;
    }
    Open fresh = new Open(Redis.createClient(vertx, options));
    open = fresh;
    fresh.connection.onSuccess(
        connection -> {
          connection.exceptionHandler(failure -> drop(fresh));
          connection.endHandler(end -> drop(fresh));
        });
    return fresh;
  }

  private void drop(Open used) {
    if (open == used) {
      open = null;
      used.client.close();
    }
  }
}
