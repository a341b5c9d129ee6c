package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.engine.local.Shares.Ask;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements on leases. They hold no contact lock, so they step over every row that somebody
 * else has locked and wait for nothing; they write no indexed column, so their updates are HOT.
 */
final class ClaimStore {
  private static final String CLAIM =
      """
      with due as (
        select d.id
        from unnest($1::int4[], $2::int4[], $3::timestamptz[]) t(task, share, floor)
        cross join lateral (
          select r.id from runs r
          where r.task = t.task and r.due_at >= t.floor and r.due_at <= $4::timestamptz
            and (r.lease_until is null or r.lease_until < $4::timestamptz)
            and r.engine = 0 and r.level <= $5::int2
            and (r.task::int8 << 32 | r.version) <> all ($6::int8[])
          order by r.due_at limit t.share for update skip locked) d)
      update runs r
      set lease_until = $7::timestamptz, epoch = r.epoch + 1, attempts = r.attempts + 1
      from due where r.id = due.id
      returning r.id, r.tenant, r.subject, r.task, r.key, r.version, r.event_id, r.epoch, r.cause,
                r.generation, r.segment, r.attempts, r.due_at
      """;

  private static final String SOONEST =
      """
      select least(min(d.due_at), min(l.soonest))
      from unnest($1::int4[], $5::timestamptz[]) t(task, floor)
      left join lateral (
        select r.due_at from runs r
        where r.task = t.task and r.due_at > $2::timestamptz and r.due_at < 'infinity'
        order by r.due_at limit 1) d on true
      left join lateral (
        select min(o.soonest) as soonest from (
          select coalesce(r.lease_until, $2::timestamptz) as soonest from runs r
          where r.task = t.task and r.due_at >= t.floor and r.due_at <= $2::timestamptz
            and r.engine = 0
            and r.level <= $3::int2 and (r.task::int8 << 32 | r.version) <> all ($4::int8[])
          order by r.due_at limit 4096) o) l on true
      """;

  private static final String RENEW =
      """
      with mine as (
        select r.id from unnest($1::int8[], $2::int4[]) u(id, epoch)
        join runs r on r.id = u.id and r.epoch = u.epoch order by r.id for update of r skip locked)
      update runs r set lease_until = $3::timestamptz from mine where r.id = mine.id
      """;

  private static final String RELEASE =
      """
      with mine as (
        select r.id from unnest($1::int8[], $2::int4[]) u(id, epoch)
        join runs r on r.id = u.id and r.epoch = u.epoch order by r.id for update of r skip locked)
      update runs r
      set lease_until = null, attempts = greatest(r.attempts - $3::int2, 0)
      from mine where r.id = mine.id
      """;

  private ClaimStore() {}

  /** What a claim may see and how long it holds. */
  record Terms(Instant now, Instant lease, int level, List<Long> stopped) {
    Terms {
      stopped = List.copyOf(stopped);
    }

    long[] stoppedKeys() {
      return stopped.stream().mapToLong(Long::longValue).toArray();
    }
  }

  /** Takes due runs; their due time stands in column {@link RunRow#NEXT}. */
  static Future<RowSet<Row>> claim(Lane lane, List<Ask> asks, Terms terms) {
    int[] tasks = asks.stream().mapToInt(Ask::task).toArray();
    int[] shares = asks.stream().mapToInt(Ask::share).toArray();
    Instant[] floors = asks.stream().map(Ask::floor).toArray(Instant[]::new);
    return lane.run(
        CLAIM,
        tasks,
        shares,
        floors,
        terms.now(),
        (short) terms.level(),
        terms.stoppedKeys(),
        terms.lease());
  }

  /**
   * When the next run of these tasks falls due or loses its lease; not after {@code now} if one is
   * free to take; null for never.
   *
   * @param floors for each task, from which due time on to look at what is due
   */
  static Future<@Nullable Instant> soonest(
      Lane lane, int[] tasks, List<Instant> floors, Terms terms) {
    return lane.run(
            SOONEST,
            tasks,
            terms.now(),
            (short) terms.level(),
            terms.stoppedKeys(),
            floors.toArray(Instant[]::new))
        .map(ClaimStore::first);
  }

  static Future<Void> renew(Lane lane, List<Held> runs, Instant lease) {
    List<Held> sorted = sorted(runs);
    return lane.run(RENEW, ids(sorted), epochs(sorted), lease).mapEmpty();
  }

  /** Gives runs back, taking off so many of their attempts. */
  static Future<Void> release(Lane lane, List<Held> runs, int attempts) {
    List<Held> sorted = sorted(runs);
    return lane.run(RELEASE, ids(sorted), epochs(sorted), (short) attempts).mapEmpty();
  }

  private static @Nullable Instant first(RowSet<Row> rows) {
    for (Row row : rows) {
      return row.getOffsetDateTime(0) == null ? null : RunRow.instant(row, 0);
    }
    return null;
  }

  private static List<Held> sorted(List<Held> runs) {
    return runs.stream().sorted(Comparator.comparingLong(Held::id)).toList();
  }

  private static long[] ids(List<Held> runs) {
    return runs.stream().mapToLong(Held::id).toArray();
  }

  private static int[] epochs(List<Held> runs) {
    return runs.stream().mapToInt(held -> held.run().epoch()).toArray();
  }
}
