package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Assigner.Assigned;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The SQL of a move between engines; nobody else is at work. */
final class MoveStore {
  /** A new epoch each, so that a process that runs all the same commits nothing of them. */
  private static final String TO_HATCHET =
      """
      with page as (
        select r.id, n.name, coalesce(r.hatchet_chain + 1, 0) as chain
        from runs r join names n on n.id = r.task
        where r.engine = 0 and n.name like 'journey:%'
        order by r.id limit 1000 for update of r)
      update runs r
      set engine = 1, epoch = r.epoch + 1, lease_until = null, attempts = 0, hatchet_chain = s.chain
      from page s where r.id = s.id
      returning r.id, s.name, s.chain
      """;

  private static final String TO_LOCAL =
      """
      with page as (
        select r.id, r.hatchet_run_id from runs r
        where r.engine = 1 order by r.id limit 1000 for update of r)
      update runs r
      set engine = 0, epoch = r.epoch + 1, lease_until = null, attempts = 0,
          hatchet_chain = coalesce(r.hatchet_chain, 0), hatchet_run_id = null,
          hatchet_since = null, hatchet_park = null, hatchet_parks = null
      from page s where r.id = s.id
      returning r.id, s.hatchet_run_id
      """;

  private static final String FORGET = "delete from outbox where topic in (2, 3, 6)";

  /** A process says every five minutes that it needs its node for another hour; one is ours. */
  private static final String OTHERS =
      """
      select greatest(count(*)::int - 1, 0) from nodes
      where lease_until > clock_timestamp() + interval '54 minutes'
      """;

  private MoveStore() {}

  /** What one page moved: how many runs, and those of them that Hatchet had. */
  record Moved(int runs, List<Assigned> assigned) {}

  static Future<List<Ticket>> toHatchet(Tx tx) {
    return tx.run(TO_HATCHET)
        .map(
            rows -> {
              List<Ticket> tickets = new ArrayList<>(rows.size());
              for (Row row : rows) {
                tickets.add(new Ticket(row.getString(1), row.getLong(0), row.getInteger(2)));
              }
              return tickets;
            });
  }

  static Future<Moved> toLocal(Tx tx) {
    return tx.run(TO_LOCAL)
        .map(
            rows -> {
              List<Assigned> assigned = new ArrayList<>();
              for (Row row : rows) {
                UUID by = row.getUUID(1);
                if (by != null) {
                  assigned.add(new Assigned(row.getLong(0), by));
                }
              }
              return new Moved(rows.size(), assigned);
            });
  }

  /** What was still to be told is of no use any more, but for what ends runs. */
  static Future<Void> forget(Database database) {
    return database.run(FORGET).mapEmpty();
  }

  static Future<Integer> others(Database database) {
    return database.run(OTHERS).map(rows -> rows.iterator().next().getInteger(0));
  }
}
