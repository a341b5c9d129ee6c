package dev.sojourn.runtime.ingest;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of ingest over what no other room reads for it, and what Postgres says of failures. */
final class IngestStore {
  /** The journeys that an admin has disabled. */
  static final String SWITCHED_OFF =
      "select tenant, journey_id from journey_configs where not enabled";

  private IngestStore() {}

  static Map<Integer, Set<String>> journeysByTenant(RowSet<Row> rows) {
    var journeys = new HashMap<Integer, Set<String>>();
    for (var row : rows) {
      journeys.computeIfAbsent(row.getInteger(0), id -> new HashSet<>()).add(row.getString(1));
    }
    return journeys;
  }

  /** The state by which Postgres classifies a failure; null if it is not one of its own. */
  static @Nullable String sqlState(Throwable failure) {
    return failure instanceof PgException refused ? refused.getSqlState() : null;
  }

  /** Whether a statement failed because somebody holds a unique key already. */
  static boolean isHeld(@Nullable Throwable failure) {
    return failure instanceof PgException refused && "23505".equals(refused.getSqlState());
  }

  /** What Postgres says of a failure, without its codes. */
  static String words(Throwable failure) {
    return failure instanceof PgException refused
        ? refused.getErrorMessage()
        : String.valueOf(failure.getMessage());
  }
}
