package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction on one connection. BEGIN travels with the first statement. The server answers a
 * COMMIT after a failed statement like a good one, so every failure is kept here, and decides.
 */
final class Transaction implements Tx {
  private static final Logger log = LoggerFactory.getLogger(Transaction.class);

  private final SqlConnection connection;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private Future<?> lastAnswer = Future.succeededFuture();
  private @Nullable Throwable failure;
  private boolean begun;
  private boolean over;

  private Transaction(SqlConnection connection) {
    this.connection = connection;
  }

  /** Runs the work in a transaction on the connection, and ends it. */
  static <T> Future<T> on(SqlConnection connection, Function<Tx, Future<T>> work) {
    Transaction transaction = new Transaction(connection);
    return transaction.worked(work).transform(transaction::answered);
  }

  @Override
  public Future<RowSet<Row>> run(String sql, @Nullable Object... parameters) {
    if (over) {
      throw new IllegalStateException("the transaction is over and takes no more statements");
    }
    if (!begun) {
      begun = true;
      watched(connection.query("BEGIN").execute());
    }
    return watched(connection.preparedQuery(sql).execute(Arguments.of(parameters)));
  }

  @Override
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  private <T> Future<T> worked(Function<Tx, Future<T>> work) {
    try {
      return work.apply(this);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<RowSet<Row>> watched(Future<RowSet<Row>> sent) {
    Future<RowSet<Row>> answer = sent.recover(this::failed);
    lastAnswer = answer;
    return answer;
  }

  private <T> Future<T> failed(Throwable error) {
    Throwable known = Failures.of(error);
    if (failure == null) {
      failure = known;
    }
    return Future.failedFuture(known);
  }

  /** The work is done; statements it did not wait for may still be on their way. */
  private <T> Future<T> answered(@Nullable T result, @Nullable Throwable error) {
    if (error != null) {
      return rolledBack(error);
    }
    return lastAnswer.transform((ignored, late) -> ended(result));
  }

  private <T> Future<T> ended(@Nullable T result) {
    if (failure != null) {
      return rolledBack(failure);
    }
    over = true;
    if (!begun) {
      return committed(result);
    }
    return connection
        .query("COMMIT")
        .execute()
        .transform(
            (rows, lost) ->
                lost == null ? committed(result) : Future.failedFuture(Failures.ofCommit(lost)));
  }

  /** What is committed stays so, whatever those who wanted to hear of it make of it. */
  private <T> Future<T> committed(@Nullable T result) {
    for (Runnable action : afterCommit) {
      try {
        action.run();
      } catch (RuntimeException e) {
        log.error("what should follow a commit failed", e);
      }
    }
    return Future.succeededFuture(result);
  }

  private <T> Future<T> rolledBack(Throwable error) {
    over = true;
    if (!begun) {
      return Future.failedFuture(error);
    }
    return connection
        .query("ROLLBACK")
        .execute()
        .transform((rows, unheard) -> Future.failedFuture(error));
  }
}
