package dev.sojourn.runtime.enrolment;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** The SQL of switching journeys on and off for new contacts. */
final class SwitchStore {
  private static final String OFF = "select journey_id from journey_configs where not enabled";

  private static final String TURN =
      """
      insert into journey_configs(journey_id, enabled, updated_at)
      values ($1::text, $2::bool, $3::timestamptz)
      on conflict (tenant, journey_id)
      do update set enabled = excluded.enabled, updated_at = excluded.updated_at
      """;

  private final Database database;

  SwitchStore(Database database) {
    this.database = database;
  }

  Future<Set<String>> off() {
    return database.run(OFF).map(SwitchStore::journeys);
  }

  private static Set<String> journeys(RowSet<Row> rows) {
    Set<String> found = new HashSet<>();
    rows.forEach(row -> found.add(row.getString("journey_id")));
    return Set.copyOf(found);
  }

  /** The same within a transaction. */
  Future<Set<String>> off(Tx tx) {
    return tx.run(OFF).map(SwitchStore::journeys);
  }

  Future<Instant> turn(String journeyId, boolean on) {
    Instant now = database.clock().instant();
    return database.run(TURN, journeyId, on, now).map(now);
  }
}
