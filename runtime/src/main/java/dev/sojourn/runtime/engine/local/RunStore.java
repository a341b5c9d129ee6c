package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.LockNumbers;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Assigner.Assigned;
import dev.sojourn.runtime.engine.Assigner.Parked;
import dev.sojourn.runtime.engine.EndedRun;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.engine.Wake;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on runs that belong to somebody's transaction, under the contact locks. */
final class RunStore {
  /** Whether this session may vacuum; the lock goes with the session. */
  static final String TRY_VACUUM = "select pg_try_advisory_lock(" + LockNumbers.VACUUM + ", 1)";

  /** A round over a large table takes longer than any other statement may. */
  static final String TAKE_TIME = "set statement_timeout = 0";

  static final String VACUUM = "vacuum (truncate off) runs";

  /**
   * A run to insert.
   *
   * @param leased whether it is born under this process's lease
   * @param assigned whether another engine says when it is taken up
   */
  record Birth(NewRun run, int task, boolean leased, boolean assigned) {
    /** One that is claimed where its row is. */
    Birth(NewRun run, int task, boolean leased) {
      this(run, task, leased, false);
    }
  }

  /** What a cancel took away: the runs, and those of them that another engine has. */
  record Cancelled(List<EndedRun> runs, List<Assigned> assigned) {}

  /** What an unblock freed: the runs, and those of them that wait in another engine. */
  record Unblocked(int runs, List<Parked> parked) {}

  private static final String START =
      """
      insert into runs(id, tenant, subject, task, key, version, event_id, level,
                       cause, due_at, lease_until, epoch, attempts, engine)
      select u.id, u.tenant, u.subject, u.task, u.key, u.version, u.event, u.level,
             u.cause, $9::timestamptz, case when u.leased then $10::timestamptz end, u.leased::int, u.leased::int, u.assigned::int
      from unnest($1::int8[], $2::int4[], $3::int8[], $4::int4[], $5::text[], $6::int4[], $7::int8[],
                  $8::int2[], $11::bool[], $12::int8[], $13::bool[])
        u(id, tenant, subject, task, key, version, event, level, leased, cause, assigned)
      order by u.id
      """;

  private static final String WAKE =
      """
      update runs r
      set cause = u.cause, wait_name = null, wait_rule = null, epoch = r.epoch + 1,
          due_at = case when r.blocked is null then $3::timestamptz else r.due_at end,
          lease_until = case when r.blocked is null and r.engine = 0 and r.level <= $5::int2
                              and r.task = any ($6::int4[]) then $4::timestamptz end,
          attempts = case when r.blocked is null and r.engine = 0 and r.level <= $5::int2
                           and r.task = any ($6::int4[]) then 1 else 0 end
      from unnest($1::int8[], $2::int8[]) u(id, cause)
      where r.id = u.id and r.cause is null and (r.segment > 0 or r.generation > 0)
      returning r.id, r.tenant, r.subject, r.task, r.key, r.version, r.event_id, r.epoch, r.cause,
                r.generation, r.segment, r.attempts, r.lease_until is not null, r.blocked is not null,
                r.hatchet_park
      """;

  private static final String CANCEL =
      """
      with gone as (
        delete from runs r using unnest($1::int8[]) u(id) where r.id = u.id
        returning r.id, r.tenant, r.subject, r.task, r.key, r.version, r.event_id,
                  r.hatchet_run_id)
      select g.id, g.tenant, g.subject, n.name, g.key, g.version, g.event_id, g.hatchet_run_id
      from gone g join names n on n.id = g.task order by g.id
      """;

  private static final String MOVE =
      """
      update runs r
      set subject = $2::int8, epoch = r.epoch + 1, lease_until = null,
          attempts = greatest(r.attempts - 1, 0)
      from (select id from runs where id = any ($1::int8[]) order by id for update) d
      where r.id = d.id
      """;

  /**
   * A look at a wait that nothing has come for changes nothing; its due time stands in the journal.
   */
  private static final String LOOK =
      """
      update runs r
      set due_at = $2::timestamptz
      from (
        select id from runs
        where subject = $1::int8 and wait_name is not null and blocked is null
          and due_at > $2::timestamptz
        order by id for update) d
      where r.id = d.id
      returning r.id, r.hatchet_park
      """;

  private static final String SUBJECTS =
      "select r.subject from unnest($1::int8[]) u(id) join runs r on r.id = u.id";

  private static final String UNBLOCK =
      """
      update runs r
      set due_at = $2::timestamptz, blocked = null, attempts = 0, lease_until = null
      from unnest($1::int8[]) u(id)
      where r.id = u.id and r.blocked is not null
      returning r.id, r.hatchet_park
      """;

  /** Small, since an index holds just these. */
  private static final String COUNT_BLOCKED = "select count(*) from runs where blocked is not null";

  /** One range of the index for each subject; runs on hot plans. */
  private static final String LIVE =
      """
      select r.id, r.tenant, r.subject, t.name, r.key, r.version, r.event_id, r.due_at,
             w.name, r.wait_rule
      from unnest($1::int8[]) u(subject)
      join runs r on r.subject = u.subject
      join names t on t.id = r.task
      left join names w on w.id = r.wait_name
      order by r.id
      """;

  private static final String LIVE_TASKS =
      """
      select n.name from names n
      where n.kind = 'task' and exists (select from runs r where r.task = n.id)
      """;

  private RunStore() {}

  static Future<RowSet<Row>> start(Tx tx, List<Birth> births, Instant now, Instant lease) {
    int n = births.size();
    long[] ids = new long[n];
    int[] tenants = new int[n];
    long[] subjects = new long[n];
    int[] tasks = new int[n];
    String[] keys = new String[n];
    int[] versions = new int[n];
    long[] events = new long[n];
    short[] levels = new short[n];
    boolean[] leased = new boolean[n];
    boolean[] assigned = new boolean[n];
    @Nullable Long[] causes = new @Nullable Long[n];
    for (int i = 0; i < n; i++) {
      NewRun run = births.get(i).run();
      ids[i] = run.id();
      tenants[i] = run.tenant();
      subjects[i] = run.subject();
      tasks[i] = births.get(i).task();
      keys[i] = run.key();
      versions[i] = run.version();
      events[i] = run.eventId();
      levels[i] = (short) run.level();
      leased[i] = births.get(i).leased();
      assigned[i] = births.get(i).assigned();
      causes[i] = run.cause();
    }
    return tx.run(
        START, ids, tenants, subjects, tasks, keys, versions, events, levels, now, lease, leased,
        causes, assigned);
  }

  /**
   * Wakes; those of the tasks in {@code here} come back leased.
   *
   * @return the runs woken, then whether each is leased, whether it is blocked, and its open park
   *     in another engine
   */
  static Future<RowSet<Row>> wake(
      Tx tx, List<Wake> wakes, Instant now, Instant lease, int level, Collection<Integer> here) {
    List<Wake> sorted = wakes.stream().sorted(Comparator.comparingLong(Wake::runId)).toList();
    long[] ids = sorted.stream().mapToLong(Wake::runId).toArray();
    long[] causes = sorted.stream().mapToLong(Wake::cause).toArray();
    int[] tasks = here.stream().mapToInt(Integer::intValue).toArray();
    return tx.run(WAKE, ids, causes, now, lease, (short) level, tasks);
  }

  static Future<Cancelled> cancel(Tx tx, Collection<Long> ids) {
    return tx.run(CANCEL, (Object) sorted(ids)).map(RunStore::cancelled);
  }

  /**
   * Gives runs to a subject, and makes due the runs of it that wait for events; answers those of
   * them that wait in another engine.
   */
  static Future<List<Parked>> move(Tx tx, Collection<Long> ids, long subject, Instant now) {
    Future<RowSet<Row>> moved = tx.run(MOVE, sorted(ids), subject);
    return tx.run(LOOK, subject, now).compose(rows -> moved.map(done -> parked(rows, 1)));
  }

  static Future<List<Long>> subjects(Tx tx, Collection<Long> ids) {
    return tx.run(SUBJECTS, (Object) sorted(ids)).map(RunStore::longs);
  }

  static Future<Unblocked> unblock(Tx tx, Collection<Long> ids, Instant now) {
    return tx.run(UNBLOCK, sorted(ids), now)
        .map(rows -> new Unblocked(rows.size(), parked(rows, 1)));
  }

  static Future<Long> countBlocked(Database database) {
    return database.run(COUNT_BLOCKED).map(rows -> rows.iterator().next().getLong(0));
  }

  static Future<List<LiveRun>> live(Tx tx, Collection<Long> subjects) {
    return tx.run(LIVE, (Object) subjects.toArray(Long[]::new)).map(RunStore::live);
  }

  static Future<Set<String>> liveTasks(Database database) {
    return database
        .run(LIVE_TASKS)
        .map(
            rows -> {
              Set<String> names = new HashSet<>();
              rows.forEach(row -> names.add(row.getString(0)));
              return names;
            });
  }

  private static long[] sorted(Collection<Long> ids) {
    return ids.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
  }

  private static List<Long> longs(RowSet<Row> rows) {
    List<Long> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(row.getLong(0)));
    return values;
  }

  private static List<LiveRun> live(RowSet<Row> rows) {
    List<LiveRun> runs = new ArrayList<>(rows.size());
    for (Row row : rows) {
      String event = row.getString(8);
      runs.add(
          new LiveRun(
              row.getLong(0),
              row.getInteger(1),
              row.getLong(2),
              row.getString(3),
              row.getString(4),
              row.getInteger(5),
              row.getLong(6),
              RunRow.instant(row, 7),
              event == null ? null : new Advance.Wait(event, row.getString(9))));
    }
    return runs;
  }

  /** The rows that have an open park in a column. */
  static List<Parked> parked(RowSet<Row> rows, int column) {
    List<Parked> parked = new ArrayList<>();
    for (Row row : rows) {
      Integer park = row.getInteger(column);
      if (park != null) {
        parked.add(new Parked(row.getLong(0), park));
      }
    }
    return parked;
  }

  private static Cancelled cancelled(RowSet<Row> rows) {
    List<Assigned> assigned = new ArrayList<>();
    List<EndedRun> runs = new ArrayList<>(rows.size());
    for (Row row : rows) {
      runs.add(
          new EndedRun(
              row.getLong(0),
              row.getInteger(1),
              row.getLong(2),
              row.getString(3),
              row.getString(4),
              row.getInteger(5),
              row.getLong(6)));
      UUID by = row.getUUID(7);
      if (by != null) {
        assigned.add(new Assigned(row.getLong(0), by));
      }
    }
    return new Cancelled(runs, assigned);
  }
}
