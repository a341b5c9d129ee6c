package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.engine.Assigner.Standing;
import dev.sojourn.runtime.engine.Assigner.Standing.Elsewhere;
import dev.sojourn.runtime.engine.Assigner.Standing.Gone;
import dev.sojourn.runtime.engine.Assigner.Standing.Resting;
import dev.sojourn.runtime.engine.Assigner.Wanted;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.local.ClaimStore.Terms;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The claim of runs that another engine has assigned: by their ids, and only while it is theirs.
 */
final class AssignedStore {
  /** A due run that a claim stepped over is locked by somebody who is about to move it. */
  private static final Duration STEPPED_OVER = Duration.ofMillis(10);

  /** When a run that this process must not take is worth another look. */
  private static final Duration NOT_OURS = Duration.ofMinutes(1);

  private static final String CLAIM =
      """
      with mine as (
        select r.id
        from unnest($1::int8[], $2::uuid[]) u(id, mine)
        join runs r on r.id = u.id and r.hatchet_run_id = u.mine
        where r.engine = 1 and r.due_at <= $3::timestamptz and r.blocked is null
          and (r.lease_until is null or r.lease_until < $3::timestamptz) and r.level <= $4::int2
          and (r.task::int8 << 32 | r.version) <> all ($5::int8[])
        order by r.id for update of r skip locked)
      update runs r
      set lease_until = $6::timestamptz, epoch = r.epoch + 1, attempts = r.attempts + 1,
          hatchet_park = null
      from mine where r.id = mine.id
      returning r.id, r.tenant, r.subject, r.task, r.key, r.version, r.event_id, r.epoch, r.cause,
                r.generation, r.segment, r.attempts
      """;

  private static final String STANDINGS =
      """
      select r.id is not null, r.hatchet_run_id is not distinct from u.mine and r.engine = 1,
             r.due_at, coalesce(r.lease_until, '-infinity') > $3::timestamptz, r.lease_until,
             r.level <= $4::int2 and (r.task::int8 << 32 | r.version) <> all ($5::int8[]),
             r.wait_name is not null
      from unnest($1::int8[], $2::uuid[]) with ordinality u(id, mine, n)
      left join runs r on r.id = u.id
      order by u.n
      """;

  private AssignedStore() {}

  /** Claims what may be taken up now. */
  static Future<List<Claimed>> claim(Lane lane, List<Wanted> wanted, Terms terms, Tasks tasks) {
    List<Wanted> sorted = wanted.stream().sorted(Comparator.comparingLong(Wanted::runId)).toList();
    return lane.run(
            CLAIM,
            ids(sorted),
            owners(sorted),
            terms.now(),
            (short) terms.level(),
            terms.stoppedKeys(),
            terms.lease())
        .map(rows -> claimed(rows, tasks, terms.now()));
  }

  private static List<Claimed> claimed(RowSet<Row> rows, Tasks tasks, Instant now) {
    List<Claimed> runs = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Served served = tasks.numbered(RunRow.task(row));
      if (served != null) {
        runs.add(RunRow.claimed(row, served.name(), now));
      }
    }
    return runs;
  }

  /** How the runs stand that no claim has just taken, in order. */
  static Future<List<Standing>> standings(Lane lane, List<Wanted> wanted, Terms terms) {
    return lane.run(
            STANDINGS,
            ids(wanted),
            owners(wanted),
            terms.now(),
            (short) terms.level(),
            terms.stoppedKeys())
        .map(
            rows -> {
              List<Standing> standings = new ArrayList<>(rows.size());
              rows.forEach(row -> standings.add(standing(row, terms.now())));
              return standings;
            });
  }

  private static Standing standing(Row row, Instant now) {
    if (!row.getBoolean(0)) {
      return new Gone();
    }
    if (!row.getBoolean(1)) {
      return new Elsewhere();
    }
    Instant due = RunRow.instant(row, 2);
    if (due.isAfter(now)) {
      return new Resting(due, row.getBoolean(6) || due.equals(Instant.MAX));
    }
    if (!row.getBoolean(5)) {
      return new Resting(now.plus(NOT_OURS), false);
    }
    return new Resting(row.getBoolean(3) ? RunRow.instant(row, 4) : now.plus(STEPPED_OVER), false);
  }

  private static long[] ids(List<Wanted> wanted) {
    return wanted.stream().mapToLong(Wanted::runId).toArray();
  }

  private static UUID[] owners(List<Wanted> wanted) {
    return wanted.stream().map(Wanted::by).toArray(UUID[]::new);
  }
}
