package dev.sojourn.runtime.enrolment;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The SQL of switching journeys on and off for new contacts. */
final class SwitchStore {
  private static final String OFF =
      "select tenant, journey_id from journey_configs where not enabled";

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

  /** Those of the tenant that is switched here. */
  Future<Set<String>> off() {
    return database.run(OFF).map(rows -> byTenant(rows).getOrDefault(0, Set.of()));
  }

  /** By tenant; one without any is missing. */
  static Future<Map<Integer, Set<String>>> off(Tx tx) {
    return tx.run(OFF).map(SwitchStore::byTenant);
  }

  private static Map<Integer, Set<String>> byTenant(RowSet<Row> rows) {
    Map<Integer, Set<String>> off = new HashMap<>();
    rows.forEach(
        row -> off.computeIfAbsent(row.getInteger(0), id -> new HashSet<>()).add(row.getString(1)));
    return off;
  }

  Future<Instant> turn(String journeyId, boolean on) {
    Instant now = database.clock().instant();
    return database.run(TURN, journeyId, on, now).map(now);
  }
}
