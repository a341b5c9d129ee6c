package dev.sojourn.runtime.ingest;

import dev.sojourn.core.definition.WaitRule;
import dev.sojourn.core.fold.OpenWait;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of ingest over what no other room reads for it, and what Postgres says of failures. */
final class IngestStore {
  static final String TASK_PREFIX = "journey:";

  /** The live runs of contacts, by entry. */
  static final String LIVE_RUNS =
      """
      select r.id, r.subject, t.name, r.key, r.version, r.event_id, w.name, r.wait_rule, r.due_at
      from unnest($1::int8[]) u(subject)
      join runs r on r.subject = u.subject
      join names t on t.id = r.task
      left join names w on w.id = r.wait_name
      order by r.id
      """;

  /** The journeys that an admin has disabled. */
  static final String SWITCHED_OFF =
      "select tenant, journey_id from journey_configs where not enabled";

  private IngestStore() {}

  static Map<Long, List<StoredRun>> runsByContact(RowSet<Row> rows) {
    var runs = new HashMap<Long, List<StoredRun>>();
    for (var row : rows) {
      if (row.getString(2).startsWith(TASK_PREFIX)) {
        runs.computeIfAbsent(row.getLong(1), id -> new ArrayList<>()).add(run(row));
      }
    }
    return runs;
  }

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

  /** What Postgres says of a failure, without its codes. */
  static String words(Throwable failure) {
    return failure instanceof PgException refused
        ? refused.getErrorMessage()
        : String.valueOf(failure.getMessage());
  }

  private static StoredRun run(Row row) {
    return new StoredRun(
        row.getLong(0),
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getInteger(4),
        row.getLong(5),
        openWait(row));
  }

  private static @Nullable OpenWait openWait(Row row) {
    var event = row.getString(6);
    if (event == null) {
      return null;
    }
    var rule = WaitRule.read(row.getString(7));
    return new OpenWait(event, rule.where(), rule.sameKey(), row.getOffsetDateTime(8).toInstant());
  }
}
