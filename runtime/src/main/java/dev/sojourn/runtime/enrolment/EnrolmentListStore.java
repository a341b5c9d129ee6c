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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of looking at enrolments, the live and the ended ones alike. */
final class EnrolmentListStore {
  /** $1 the number of a journey, $2 contact, $3 status. */
  private static final String FITTING =
      """
      from all_enrolments a
      where ($1::int4 is null or a.journey = $1::int4)
        and ($2::int8 is null or a.contact_id = $2::int8)
        and ($3::text is null or a.status = $3::text)
      """;

  /** $4 rows wanted, $5 rows skipped. */
  static final String PAGE =
      "select e.*, n.name as task, j.format, j.entries\nfrom (select *\n"
          + FITTING
          + """
              order by a.id desc
              limit $4::int8 offset $5::int8) as e
            join names n on n.id = e.journey
            left join lateral (
              select format, entries from journal
              where run_id = e.id and e.ended_at is null
              order by generation desc, segment desc
              limit 1
            ) as j on true
            order by e.id desc
            """;

  /** How many there are, up to a bound, $4. */
  static final String COUNT =
      "select count(*) as total from (select\n" + FITTING + "limit $4::int4) as fitting";

  static final String ONE =
      """
      select e.*, n.name as task, j.format, j.entries
      from all_enrolments e
      join names n on n.id = e.journey
      left join lateral (
        select format, entries from journal
        where run_id = e.id and e.ended_at is null
        order by generation desc, segment desc
        limit 1
      ) as j on true
      where e.id = $1::int8
      """;

  static final String JOURNAL =
      """
      select generation, segment, format, entries from journal
      where run_id = $1::int8
      order by generation, segment
      """;

  /**
   * Each number from an index alone, up to a bound. A live one is told by its time, which is in the
   * index, and not by its lease, which is not: while it is in work, it may count as waiting. $1
   * tasks, $2 the bound, $3 how enrolments end.
   */
  static final String COUNTS =
      """
      select u.task, s.status, s.number
      from unnest($1::text[]) u(task)
      join names k on k.kind = 'task' and k.name = u.task
      cross join lateral (
        select 'active' as status, count(*) as number
        from (select from runs r where r.task = k.id and r.due_at <= now() limit $2::int4) as due
        union all
        select 'waiting', count(*)
        from (select from runs r where r.task = k.id and r.due_at > now() limit $2::int4) as parked
        union all
        select t.status, count(*)
        from unnest($3::text[]) t(status)
        cross join lateral (
          select from enrolments e where e.journey = k.id and e.status = t.status limit $2::int4
        ) as ended
        group by 1) as s
      where s.number > 0
      """;

  private EnrolmentListStore() {}

  /** The parameters of a filter, and those behind them. */
  static Object[] of(EnrolmentFilter filter, @Nullable Integer journey, Object... more) {
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(journey);
    parameters.add(filter.contactId());
    parameters.add(filter.statusText());
    Collections.addAll(parameters, more);
    return parameters.toArray();
  }

  static long total(RowSet<Row> rows) {
    return rows.iterator().next().getLong("total");
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
    Map<String, Map<EnrolmentStatus, Long>> counted = new HashMap<>();
    rows.forEach(
        row ->
            counted
                .computeIfAbsent(journeyId(row), any -> new HashMap<>())
                .put(EnrolmentStatus.stored(row.getString("status")), row.getLong("number")));
    Map<String, EnrolmentCounts> counts = new HashMap<>();
    counted.forEach((journey, byStatus) -> counts.put(journey, new EnrolmentCounts(byStatus)));
    return counts;
  }

  private static StoredEnrolment enrolment(Row row) {
    long id = row.getLong("id");
    Instant endedAt = instant(row, "ended_at");
    UUID by = row.getUUID("hatchet_run_id");
    Enrolment.Standing standing =
        new Enrolment.Standing(
            EnrolmentStatus.stored(row.getString("status")),
            row.getString("label"),
            row.getString("reason"),
            row.getBoolean("blocked"),
            instant(row, "due_at"),
            endedAt == null ? Ids.instantOf(id) : endedAt,
            endedAt,
            by == null ? null : by.toString());
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
    return JourneyTask.idOf(task).orElse(task);
  }

  /** Null for the end of time, too. */
  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null || time.equals(OffsetDateTime.MAX) ? null : time.toInstant();
  }
}
