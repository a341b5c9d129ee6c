package dev.sojourn.runtime.enrolment;

import dev.sojourn.core.replay.Pasts;
import dev.sojourn.dsl.JourneyHistory;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.engine.Run;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL of enrolments: rows of those that ended, and both halves read as one. */
final class EnrolmentStore {
  /** Answers what waited for these ends, which waits no longer. */
  static final String END =
      """
      with ended as (
        insert into enrolments(id, tenant, contact_id, event_id, ended_at, journey, version, status,
                               key, label, reason)
        select * from unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[], $5::timestamptz[],
                             $6::int4[], $7::int4[], $8::text[], $9::text[], $10::text[],
                             $11::text[]))
      delete from queued_triggers q
      using unnest($3::int8[], $6::int4[], $9::text[]) e(contact_id, journey, key)
      where q.contact_id = e.contact_id and q.journey = e.journey and q.key = e.key
      returning q.tenant, q.contact_id, q.journey, q.key, q.event_id,
        (select max(v.id) from events v where v.contact_id = q.contact_id) as last_event
      """;

  /** Who the contacts are to others. */
  static final String WHO =
      """
      select c.id, coalesce(c.external_id, c.anonymous_id), c.email
      from contacts c
      where c.id = any($1::int8[])
      """;

  /** One look into the index for each pair; runs on hot plans. */
  static final String LAST_ENTRIES =
      """
      select asked.contact_id, asked.journey, last.id
      from unnest($1::int8[], $2::int4[]) as asked(contact_id, journey)
      cross join lateral (
        select max(e.id) as id from enrolments e
        where e.contact_id = asked.contact_id and e.journey = asked.journey
      ) as last
      where last.id is not null
      """;

  /** Those held out never entered. */
  static final String HISTORIES =
      """
      select e.last_completed_at, e.entries
      from unnest($1::int8[], $2::text[]) with ordinality u(contact_id, task, n)
      left join names k on k.kind = 'task' and k.name = u.task
      cross join lateral (
        select max(a.ended_at) filter (where a.status = 'completed') as last_completed_at,
          count(*) filter (where a.status <> 'held_out') as entries
        from all_enrolments a
        where a.contact_id = u.contact_id and a.journey = k.id) e
      order by u.n
      """;

  /** The enrolment that the event began; else the live one; else that the contact is held out. */
  static final String STARTS =
      """
      select s.id, s.status, s.event_id = u.event_id as entered
      from unnest($1::int8[], $2::text[], $3::int8[]) with ordinality
        u(contact_id, task, event_id, n)
      left join names k on k.kind = 'task' and k.name = u.task
      left join lateral (
        select a.id, a.status, a.event_id from all_enrolments a
        where a.contact_id = u.contact_id and a.journey = k.id
          and (a.event_id = u.event_id or a.ended_at is null or a.status = 'held_out')
        order by a.event_id = u.event_id desc, a.ended_at desc nulls first, a.id desc
        limit 1) s on true
      order by u.n
      """;

  /** $1 the run to go on after, $2 the last id to look at, $3 ended before, $4 runs wanted. */
  static final String OLD_JOURNALS =
      """
      select distinct j.run_id
      from journal j
      join enrolments e on e.id = j.run_id
      where j.run_id > $1::int8 and j.run_id <= $2::int8 and e.ended_at < $3::timestamptz
      order by j.run_id
      limit $4::int4
      """;

  static final String FORGET_JOURNALS = "delete from journal where run_id = any ($1::int8[])";

  static final String MOVE =
      "update enrolments set contact_id = $2::int8 where contact_id = $1::int8";

  static final String FORGET_JOURNALS_OF =
      """
      delete from journal j using enrolments e
      where e.contact_id = any ($1::int8[]) and j.run_id = e.id
      """;

  private EnrolmentStore() {}

  static Map<Long, EndNews.Who> who(RowSet<Row> rows) {
    var who = new HashMap<Long, EndNews.Who>();
    rows.forEach(
        row -> who.put(row.getLong(0), new EndNews.Who(row.getString(1), row.getString(2))));
    return who;
  }

  /** The parameters of {@link #END}. */
  static Object[] rows(List<Ended> ended, Map<String, Integer> journeys) {
    int n = ended.size();
    long[] ids = new long[n];
    int[] tenants = new int[n];
    long[] contacts = new long[n];
    long[] events = new long[n];
    Instant[] endedAt = new Instant[n];
    int[] names = new int[n];
    int[] versions = new int[n];
    String[] statuses = new String[n];
    String[] keys = new String[n];
    @Nullable String[] labels = new @Nullable String[n];
    @Nullable String[] reasons = new @Nullable String[n];
    for (int i = 0; i < n; i++) {
      Ended one = ended.get(i);
      Run run = one.run();
      Integer name = journeys.get(run.taskName());
      if (name == null) {
        throw new IllegalStateException("task '" + run.taskName() + "' has no interned name");
      }
      ids[i] = run.id();
      tenants[i] = run.tenant();
      contacts[i] = run.subject();
      events[i] = run.eventId();
      endedAt[i] = one.at();
      names[i] = name;
      versions[i] = run.version();
      statuses[i] = one.status().wire();
      keys[i] = run.key();
      labels[i] = one.label();
      reasons[i] = one.reason();
    }
    return new Object[] {
      ids, tenants, contacts, events, endedAt, names, versions, statuses, keys, labels, reasons
    };
  }

  static List<Turn> turns(RowSet<Row> rows, Map<String, Integer> journeys) {
    if (rows.size() == 0) {
      return List.of();
    }
    Map<Integer, String> tasks = new HashMap<>();
    journeys.forEach((task, number) -> tasks.put(number, task));
    List<Turn> turns = new ArrayList<>(rows.size());
    for (Row row : rows) {
      String task = String.valueOf(tasks.get(row.getInteger("journey")));
      QueuedTrigger trigger = QueueStore.trigger(row, JourneyTask.journeyOf(task));
      Long last = row.getLong("last_event");
      turns.add(new Turn(trigger, last == null ? trigger.eventId() : last));
    }
    return turns;
  }

  static List<LastEntry> lastEntries(RowSet<Row> rows) {
    List<LastEntry> entries = new ArrayList<>(rows.size());
    rows.forEach(
        row -> entries.add(new LastEntry(row.getLong(0), row.getInteger(1), row.getLong(2))));
    return entries;
  }

  static Object[] visits(List<Visits> asked) {
    return new Object[] {
      asked.stream().map(Visits::contactId).toArray(Long[]::new),
      asked.stream().map(one -> JourneyTask.nameOf(one.journeyId())).toArray(String[]::new)
    };
  }

  static Object[] starts(List<Start> asked) {
    return new Object[] {
      asked.stream().map(Start::contactId).toArray(Long[]::new),
      asked.stream().map(one -> JourneyTask.nameOf(one.journeyId())).toArray(String[]::new),
      asked.stream().map(Start::eventId).toArray(Long[]::new)
    };
  }

  static List<Object> starts(RowSet<Row> rows, PublicIds ids) {
    List<Object> answers = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Long id = row.getLong(0);
      String status = row.getString(1);
      if (id == null) {
        answers.add(Pasts.notStarted());
      } else {
        boolean isHeldOut = status.equals("held_out");
        answers.add(
            Pasts.started(
                row.getBoolean(2) && !isHeldOut,
                status.equals("waiting") ? "active" : status,
                ids.face(id)));
      }
    }
    return answers;
  }

  static List<JourneyHistory> histories(RowSet<Row> rows) {
    List<JourneyHistory> histories = new ArrayList<>(rows.size());
    rows.forEach(
        row -> {
          OffsetDateTime completed = row.getOffsetDateTime(0);
          histories.add(
              new JourneyHistory(
                  completed != null,
                  completed == null ? null : completed.toInstant(),
                  row.getLong(1).intValue()));
        });
    return histories;
  }

  static long[] ids(RowSet<Row> rows) {
    long[] ids = new long[rows.size()];
    int i = 0;
    for (Row row : rows) {
      ids[i++] = row.getLong(0);
    }
    return ids;
  }
}
