package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.hatchet.Adoption.Adopted;
import dev.sojourn.runtime.engine.hatchet.Adoption.Locked;
import dev.sojourn.runtime.engine.hatchet.Adoption.Refused;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements on what a run is in Hatchet. They hold no contact lock, so they step over every
 * row that somebody else has locked; they write no indexed column.
 */
final class HatchetStore {
  private static final String ADOPT =
      """
      with fresh as (
        select r.id, u.mine
        from unnest($1::int8[], $2::uuid[], $3::int4[]) u(id, mine, chain)
        join runs r on r.id = u.id and coalesce(r.hatchet_chain, 0) = u.chain
        where r.engine = 1 and r.hatchet_run_id is null
        order by r.id for update of r skip locked)
      update runs r
      set hatchet_run_id = f.mine, hatchet_since = $4::timestamptz, hatchet_park = null,
          hatchet_parks = '{}'
      from fresh f where r.id = f.id
      """;

  private static final String ADOPTED =
      """
      select r.id is not null, r.hatchet_run_id is not distinct from u.mine,
             r.hatchet_run_id is null and coalesce(r.hatchet_chain, 0) = u.chain,
             r.hatchet_parks, r.hatchet_since
      from unnest($1::int8[], $2::uuid[], $3::int4[]) with ordinality u(id, mine, chain, n)
      left join runs r on r.id = u.id and r.engine = 1
      order by u.n
      """;

  private static final String OPEN =
      """
      with mine as (
        select r.id, u.park, u.seconds
        from unnest($1::int8[], $2::uuid[], $3::int4[], $4::int4[], $5::int4[], $6::bool[])
          u(id, mine, place, park, seconds, anyway)
        join runs r on r.id = u.id and r.hatchet_run_id = u.mine
        where r.engine = 1 and (r.due_at > $7::timestamptz or u.anyway)
          and cardinality(r.hatchet_parks) = u.place
        order by r.id for update of r skip locked)
      update runs r set hatchet_park = m.park, hatchet_parks = r.hatchet_parks || m.seconds
      from mine m where r.id = m.id
      returning r.id
      """;

  private static final String REPLACE =
      """
      with it as (
        select r.id from runs r
        where r.id = $1::int8 and r.engine = 1 and r.hatchet_run_id is not distinct from $2::uuid
          and coalesce(r.hatchet_chain, 0) = $3::int4
        for update skip locked)
      update runs r
      set hatchet_run_id = null, hatchet_since = null, hatchet_park = null, hatchet_parks = null,
          hatchet_chain = $3::int4 + 1
      from it where r.id = it.id
      returning r.id
      """;

  /** A run that has ended is worth a look too. */
  private static final String STIRRED =
      """
      select u.id from unnest($1::int8[]) u(id) left join runs r on r.id = u.id
      where r.id is null or r.due_at <= $2::timestamptz
      """;

  /**
   * Those whose time came long ago, and whom nobody has in work or has still to tell Hatchet of.
   */
  private static final String OVERDUE =
      """
      select d.id, d.hatchet_run_id, coalesce(d.hatchet_chain, 0), t.name, d.hatchet_park, d.due_at
      from unnest($1::text[]) a(name)
      join names t on t.kind = 'task' and t.name = a.name
      cross join lateral (
        select r.* from runs r
        where r.task = t.id and r.due_at < $2::timestamptz and r.engine = 1 and r.blocked is null
          and (r.lease_until is null or r.lease_until < $2::timestamptz)
          and r.id not in (select o.order_key from outbox o where o.topic in (2, 3))
        order by r.due_at limit 25) d
      limit 100
      """;

  private static final String HELD_BY =
      """
      select r.id from unnest($1::int8[], $2::uuid[]) u(id, mine)
      join runs r on r.id = u.id and r.hatchet_run_id = u.mine and r.engine = 1
      """;

  private static final String LIVE =
      "select r.id from unnest($1::int8[]) u(id) join runs r on r.id = u.id where r.engine = 1";

  private HatchetStore() {}

  /**
   * A run whose time came long ago.
   *
   * @param by Hatchet's run that adopted it; null if none has
   * @param park its wait that is open there; null for none
   */
  record Overdue(Ticket ticket, @Nullable UUID by, @Nullable Integer park, Instant dueAt) {}

  /** Gives runs to those of Hatchet's that come first; answers how each stands, in order. */
  static Future<List<Adoption>> adopt(Lane lane, List<Adoption.Wish> wishes, Instant now) {
    long[] ids = wishes.stream().mapToLong(Adoption.Wish::runId).toArray();
    UUID[] owners = wishes.stream().map(Adoption.Wish::by).toArray(UUID[]::new);
    int[] chains = wishes.stream().mapToInt(Adoption.Wish::chain).toArray();
    Future<RowSet<Row>> adopting = lane.run(ADOPT, ids, owners, chains, now);
    return lane.run(ADOPTED, ids, owners, chains)
        .compose(
            rows ->
                adopting.map(
                    done -> {
                      List<Adoption> all = new ArrayList<>(rows.size());
                      rows.forEach(row -> all.add(adoption(row)));
                      return all;
                    }));
  }

  private static Adoption adoption(Row row) {
    if (!row.getBoolean(0)) {
      return new Refused("the run has ended");
    }
    if (row.getBoolean(1)) {
      Integer[] parks = row.getArrayOfIntegers(3);
      return new Adopted(
          parks == null ? List.of() : List.of(parks), row.getOffsetDateTime(4).toInstant());
    }
    return row.getBoolean(2) ? new Locked() : new Refused("another run has adopted it");
  }

  /** Writes parks down before they are asked for; answers which were, in order. */
  static Future<List<Boolean>> open(Lane lane, List<Opening> openings, Instant now) {
    return lane.run(
            OPEN,
            openings.stream().mapToLong(Opening::runId).toArray(),
            openings.stream().map(Opening::by).toArray(UUID[]::new),
            openings.stream().mapToInt(Opening::place).toArray(),
            openings.stream().mapToInt(Opening::park).toArray(),
            openings.stream().mapToInt(Opening::seconds).toArray(),
            openings.stream().map(Opening::anyway).toArray(Boolean[]::new),
            now)
        .map(
            rows -> {
              Set<Long> opened = ids(rows);
              return openings.stream().map(one -> opened.contains(one.runId())).toList();
            });
  }

  /** Takes a run from the run of Hatchet that has it; false if it has not, or nobody may now. */
  static Future<Boolean> replace(Tx tx, Ticket ticket, @Nullable UUID by) {
    return tx.run(REPLACE, ticket.runId(), by, ticket.chain()).map(rows -> rows.size() == 1);
  }

  /** Those of the runs whose time has come, or that have ended. */
  static Future<Set<Long>> stirred(Lane lane, Collection<Long> ids, Instant now) {
    return lane.run(STIRRED, ids.toArray(Long[]::new), now).map(HatchetStore::ids);
  }

  static Future<List<Overdue>> overdue(
      Database database, Collection<String> tasks, Instant before) {
    return database
        .run(OVERDUE, tasks.toArray(String[]::new), before)
        .map(
            rows -> {
              List<Overdue> overdue = new ArrayList<>(rows.size());
              for (Row row : rows) {
                overdue.add(
                    new Overdue(
                        new Ticket(row.getString(3), row.getLong(0), row.getInteger(2)),
                        row.getUUID(1),
                        row.getInteger(4),
                        row.getOffsetDateTime(5).toInstant()));
              }
              return overdue;
            });
  }

  /** Those of the runs that there are, whoever has them. */
  static Future<Set<Long>> live(Database database, List<Long> ids) {
    return database.run(LIVE, (Object) ids.toArray(Long[]::new)).map(HatchetStore::ids);
  }

  /** Those of the runs that are in these hands. */
  static Future<Set<Long>> heldBy(Database database, List<Long> ids, List<UUID> by) {
    return database
        .run(HELD_BY, ids.toArray(Long[]::new), by.toArray(UUID[]::new))
        .map(HatchetStore::ids);
  }

  private static Set<Long> ids(RowSet<Row> rows) {
    Set<Long> ids = new TreeSet<>();
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }
}
