package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** A look at how things stand that decides nothing, so that nobody waits long for it. */
public final class Glance {
  /** A BRIN, such as the index by end, is read by bitmap scans alone. */
  private static final String BOUNDS =
      """
      select set_config('statement_timeout', '1500', true),
             set_config('enable_bitmapscan', 'on', true)
      """;

  private Glance() {}

  /** What a statement answers; fails when it takes the server longer than 1.5 s. */
  public static Future<RowSet<Row>> at(Database database, String sql, Object... parameters) {
    return database.transaction(
        tx -> {
          tx.run(BOUNDS);
          return tx.run(sql, parameters);
        });
  }
}
