package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/**
 * An open transaction. Statements are pipelined in the order of their calls; once one has failed,
 * the transaction fails as a whole, whoever looks at that statement's future.
 *
 * <p>Belongs to the Vert.x context that opened it.
 */
public interface Tx {
  /** Sends a statement with its parameters {@code $1, $2 …}; arrays travel as Postgres arrays. */
  Future<RowSet<Row>> run(String sql, @org.jspecify.annotations.Nullable Object... parameters);

  /** Runs this once the commit is known to have happened, on the transaction's context. */
  void afterCommit(Runnable action);
}
