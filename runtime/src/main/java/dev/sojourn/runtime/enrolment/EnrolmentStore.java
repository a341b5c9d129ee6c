package dev.sojourn.runtime.enrolment;

import dev.sojourn.core.replay.Entry;
import dev.sojourn.core.replay.JournalCodec;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.database.Ids;
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
  static final String TASK_PREFIX = "journey:";

  static final String END =
      """
      insert into enrolments(id, tenant, contact_id, event_id, ended_at, journey, version, status,
                             key, label, reason)
      select * from unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[], $5::timestamptz[],
                           $6::int4[], $7::int4[], $8::text[], $9::text[], $10::text[], $11::text[])
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

  /** $1 task, $2 contact, $3 status, $4 now, $5 rows wanted, $6 rows skipped. */
  static final String PAGE =
      """
      select e.*, n.name as task, j.format, j.entries
      from (
        (select * from (
           select r.id, r.tenant, r.subject as contact_id, r.event_id, r.task as journey, r.version,
                  r.key, r.due_at, r.blocked as reason, r.blocked is not null as blocked,
                  null::timestamptz as ended_at, null::text as label,
                  case when r.due_at > $4::timestamptz
                            and (r.lease_until is null or r.lease_until <= $4::timestamptz)
                       then 'waiting' else 'active' end as status
           from runs r) as live
         where ($1::text is null or live.journey =
                 (select id from names where kind = 'task' and name = $1::text))
           and ($2::int8 is null or live.contact_id = $2::int8)
           and ($3::text is null or live.status = $3::text)
         order by live.id desc
         limit $5::int8 + $6::int8)
        union all
        (select o.id, o.tenant, o.contact_id, o.event_id, o.journey, o.version, o.key,
                null::timestamptz, o.reason, false, o.ended_at, o.label, o.status
         from enrolments o
         where ($1::text is null or o.journey =
                 (select id from names where kind = 'task' and name = $1::text))
           and ($2::int8 is null or o.contact_id = $2::int8)
           and ($3::text is null or o.status = $3::text)
         order by o.id desc
         limit $5::int8 + $6::int8)
        order by id desc
        limit $5::int8 offset $6::int8
      ) as e
      join names n on n.id = e.journey
      left join lateral (
        select format, entries from journal
        where run_id = e.id and e.ended_at is null
        order by generation desc, segment desc
        limit 1
      ) as j on true
      order by e.id desc
      """;

  /** $1 task, $2 contact, $3 status, $4 now. */
  static final String COUNT =
      """
      select (select count(*) from runs r
              where ($1::text is null or r.task =
                      (select id from names where kind = 'task' and name = $1::text))
                and ($2::int8 is null or r.subject = $2::int8)
                and ($3::text is null or $3::text =
                      case when r.due_at > $4::timestamptz
                                and (r.lease_until is null or r.lease_until <= $4::timestamptz)
                           then 'waiting' else 'active' end))
           + (select count(*) from enrolments o
              where ($1::text is null or o.journey =
                      (select id from names where kind = 'task' and name = $1::text))
                and ($2::int8 is null or o.contact_id = $2::int8)
                and ($3::text is null or o.status = $3::text)) as total
      """;

  /** $1 the enrolment, $2 now. */
  static final String ONE =
      """
      select e.*, n.name as task, j.format, j.entries
      from (
        select r.id, r.tenant, r.subject as contact_id, r.event_id, r.task as journey, r.version,
               r.key, r.due_at, r.blocked as reason, r.blocked is not null as blocked,
               null::timestamptz as ended_at, null::text as label,
               case when r.due_at > $2::timestamptz
                         and (r.lease_until is null or r.lease_until <= $2::timestamptz)
                    then 'waiting' else 'active' end as status
        from runs r where r.id = $1::int8
        union all
        select o.id, o.tenant, o.contact_id, o.event_id, o.journey, o.version, o.key,
               null::timestamptz, o.reason, false, o.ended_at, o.label, o.status
        from enrolments o where o.id = $1::int8
      ) as e
      join names n on n.id = e.journey
      left join lateral (
        select format, entries from journal
        where run_id = e.id and e.ended_at is null
        order by generation desc, segment desc
        limit 1
      ) as j on true
      """;

  static final String JOURNAL =
      """
      select generation, segment, format, entries from journal
      where run_id = $1::int8
      order by generation, segment
      """;

  /** $1 now. */
  static final String COUNTS =
      """
      select n.name as task, c.status, sum(c.number)::int8 as number
      from (
        select task as journey,
               case when due_at > $1::timestamptz
                         and (lease_until is null or lease_until <= $1::timestamptz)
                    then 'waiting' else 'active' end as status,
               count(*) as number
        from runs group by 1, 2
        union all
        select journey, status, count(*) from enrolments group by 1, 2
      ) as c
      join names n on n.id = c.journey
      group by 1, 2
      """;

  private EnrolmentStore() {}

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
      Integer name = journeys.get(one.taskName());
      if (name == null) {
        throw new IllegalStateException("task '" + one.taskName() + "' has no interned name");
      }
      ids[i] = one.id();
      tenants[i] = one.tenant();
      contacts[i] = one.contactId();
      events[i] = one.eventId();
      endedAt[i] = one.endedAt();
      names[i] = name;
      versions[i] = one.version();
      statuses[i] = one.status();
      keys[i] = one.key();
      labels[i] = one.label();
      reasons[i] = one.reason();
    }
    return new Object[] {
      ids, tenants, contacts, events, endedAt, names, versions, statuses, keys, labels, reasons
    };
  }

  static List<LastEntry> lastEntries(RowSet<Row> rows) {
    List<LastEntry> entries = new ArrayList<>(rows.size());
    rows.forEach(
        row -> entries.add(new LastEntry(row.getLong(0), row.getInteger(1), row.getLong(2))));
    return entries;
  }

  static List<StoredEnrolment> enrolments(RowSet<Row> rows) {
    List<StoredEnrolment> found = new ArrayList<>(rows.size());
    rows.forEach(row -> found.add(enrolment(row)));
    return found;
  }

  static List<Passage> passages(RowSet<Row> rows, @Nullable JourneyDefinition definition) {
    List<Passage> passages = new ArrayList<>(rows.size());
    rows.forEach(row -> passages.add(passage(row, definition)));
    return passages;
  }

  private static Passage passage(Row row, @Nullable JourneyDefinition definition) {
    int generation = row.getShort("generation");
    int segment = row.getShort("segment");
    if (definition == null) {
      return new Passage(generation, segment, List.of(), "its script version is not stored");
    }
    try {
      List<Entry> entries =
          JournalCodec.decode(
              row.getShort("format"), row.getString("entries"), definition.labels());
      return new Passage(generation, segment, entries, null);
    } catch (IllegalArgumentException e) {
      return new Passage(generation, segment, List.of(), String.valueOf(e.getMessage()));
    }
  }

  static Map<String, EnrolmentCounts> counts(RowSet<Row> rows) {
    Map<String, Map<String, Long>> counted = new HashMap<>();
    rows.forEach(
        row ->
            counted
                .computeIfAbsent(journeyId(row), any -> new HashMap<>())
                .put(row.getString("status"), row.getLong("number")));
    Map<String, EnrolmentCounts> counts = new HashMap<>();
    counted.forEach((journey, byStatus) -> counts.put(journey, new EnrolmentCounts(byStatus)));
    return counts;
  }

  private static StoredEnrolment enrolment(Row row) {
    long id = row.getLong("id");
    Instant endedAt = instant(row, "ended_at");
    Enrolment.Standing standing =
        new Enrolment.Standing(
            row.getString("status"),
            row.getString("label"),
            row.getString("reason"),
            row.getBoolean("blocked"),
            instant(row, "due_at"),
            endedAt == null ? Ids.instantOf(id) : endedAt,
            endedAt);
    Enrolment enrolment =
        new Enrolment(
            id,
            row.getInteger("tenant"),
            row.getLong("contact_id"),
            row.getLong("event_id"),
            journeyId(row),
            row.getInteger("version"),
            row.getString("key"),
            standing);
    Short format = row.getShort("format");
    return new StoredEnrolment(
        enrolment, format == null ? 0 : format, format == null ? null : row.getString("entries"));
  }

  private static String journeyId(Row row) {
    String task = row.getString("task");
    return task.startsWith(TASK_PREFIX) ? task.substring(TASK_PREFIX.length()) : task;
  }

  /** Null for the end of time, too. */
  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null || time.equals(OffsetDateTime.MAX) ? null : time.toInstant();
  }
}
