package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pinned connection of its own, with hot plan settings. Transactions and statements run one after
 * the other in the order of their calls; the statements of one transaction are pipelined, and so
 * are single statements that follow each other.
 *
 * <p>Belongs to the Vert.x context that opened it: calls from elsewhere are handed over to it, and
 * its futures complete on it. When the connection breaks, the lane reconnects by itself; what is
 * called meanwhile waits up to five seconds, then fails with {@link DatabaseGone}.
 */
public final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final long PATIENCE_MS = 5_000;
  private static final long LONGEST_BACKOFF_MS = 5_000;

  private final ContextInternal context;
  private final PgConnectOptions options;
  private final ConnectionFactory<PgConnectOptions> connections;
  private final Deque<Work<?>> queue = new ArrayDeque<>();
  private @Nullable PgConnection connection;
  private boolean inTransaction;
  private boolean closed;

  private Lane(ContextInternal context, PgConnectOptions options) {
    this.context = context;
    this.options = options;
    this.connections =
        PgDriver.INSTANCE.createConnectionFactory(context.owner(), Connecting.sockets());
  }

  /** A connected lane on the context. */
  static Future<Lane> open(ContextInternal context, PgConnectOptions options) {
    Lane lane = new Lane(context, options);
    Promise<Lane> opened = context.promise();
    context.execute(
        () ->
            lane.connect()
                .map(connected -> lane)
                .onFailure(error -> lane.close())
                .onComplete(opened));
    return opened.future();
  }

  /** Runs the work in a transaction, which fails if any of its statements failed. */
  public <T> Future<T> transaction(Function<Tx, Future<T>> work) {
    return submit(true, on -> Transaction.on(on, work));
  }

  /** Runs one statement, committed by itself. */
  public Future<RowSet<Row>> run(String sql, @Nullable Object... parameters) {
    return submit(
        false,
        on -> on.preparedQuery(sql).execute(Arguments.of(parameters)).recover(Lane::understood));
  }

  /** Closes the connection; what still waits for it fails. */
  public Future<Void> close() {
    Promise<Void> done = context.promise();
    context.execute(
        () -> {
          closed = true;
          failWaiting("the lane is closed", null);
          (connection == null ? Future.<Void>succeededFuture() : connection.close())
              .otherwiseEmpty()
              .compose(gone -> forget())
              .onComplete(done);
        });
    return done.future();
  }

  private Future<Void> forget() {
    Promise<Void> forgotten = context.promise();
    connections.close(forgotten);
    return forgotten.future();
  }

  private static <T> Future<T> understood(Throwable error) {
    return Future.failedFuture(Failures.of(error));
  }

  private <T> Future<T> submit(boolean alone, Function<PgConnection, Future<T>> task) {
    Work<T> work = new Work<>(alone, task, context.promise());
    if (context.inThread()) {
      accept(work);
    } else {
      context.execute(() -> accept(work));
    }
    return work.promise.future();
  }

  private void accept(Work<?> work) {
    if (closed) {
      work.promise.fail(new DatabaseGone("the lane is closed", null));
      return;
    }
    queue.add(work);
    if (connection == null) {
      context.setTimer(PATIENCE_MS, timer -> giveUp(work));
    }
    advance();
  }

  private void giveUp(Work<?> work) {
    if (queue.remove(work)) {
      work.promise.fail(
          new DatabaseGone("the database has not come back for " + PATIENCE_MS + " ms", null));
    }
  }

  private void advance() {
    while (connection != null && !inTransaction) {
      Work<?> next = queue.poll();
      if (next == null) {
        return;
      }
      start(next, connection);
    }
  }

  private <T> void start(Work<T> work, PgConnection on) {
    inTransaction = work.alone;
    Future<T> answer;
    try {
      answer = work.task.apply(on);
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onComplete((result, error) -> settle(work, on, result, error));
  }

  private <T> void settle(
      Work<T> work, PgConnection on, @Nullable T result, @Nullable Throwable error) {
    if (work.alone && on == connection) {
      inTransaction = false;
    }
    if (error == null) {
      work.promise.complete(result);
    } else {
      work.promise.fail(error);
    }
    advance();
  }

  private Future<Void> connect() {
    return connections
        .connect(context, options)
        .map(PgConnection::cast)
        .recover(Lane::unreachable)
        .map(
            fresh -> {
              if (closed) {
                fresh.close();
                throw new DatabaseGone("the lane is closed", null);
              }
              fresh.exceptionHandler(error -> log.debug("a lane's connection broke", error));
              fresh.closeHandler(gone -> lost(fresh));
              connection = fresh;
              inTransaction = false;
              advance();
              return null;
            });
  }

  private static <T> Future<T> unreachable(Throwable error) {
    return Future.failedFuture(
        new DatabaseGone("the database cannot be reached: " + error.getMessage(), error));
  }

  private void lost(PgConnection broken) {
    if (closed || connection != broken) {
      return;
    }
    connection = null;
    log.warn("a database connection was lost; reconnecting");
    queue.forEach(work -> context.setTimer(PATIENCE_MS, timer -> giveUp(work)));
    reconnect(50);
  }

  private void reconnect(long delayMs) {
    context.setTimer(
        delayMs,
        timer -> {
          if (closed) {
            return;
          }
          connect()
              .onSuccess(connected -> log.info("the database connection is back"))
              .onFailure(again -> reconnect(Math.min(delayMs * 2, LONGEST_BACKOFF_MS)));
        });
  }

  private void failWaiting(String why, @Nullable Throwable cause) {
    for (Work<?> work = queue.poll(); work != null; work = queue.poll()) {
      work.promise.fail(new DatabaseGone(why, cause));
    }
  }

  /** Something to do on the connection; alone if nothing may run between its statements. */
  private record Work<T>(
      boolean alone, Function<PgConnection, Future<T>> task, Promise<T> promise) {}
}
