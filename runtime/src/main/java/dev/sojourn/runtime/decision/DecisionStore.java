package dev.sojourn.runtime.decision;

import dev.sojourn.core.replay.Json;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL of decisions. */
final class DecisionStore {
  static final String RECORD =
      """
      insert into decisions as d
        (tenant, day, contact_id, about, reason, first_at, last_at, count, compared)
      select u.tenant, u.day, u.contact_id, u.about, u.reason, u.first_at, u.last_at, u.count,
        u.compared::jsonb
      from unnest($1::int4[], $2::date[], $3::int8[], $4::text[], $5::text[], $6::timestamptz[],
        $7::timestamptz[], $8::int4[], $9::text[])
        u(tenant, day, contact_id, about, reason, first_at, last_at, count, compared)
      on conflict (tenant, day, contact_id, about, reason) do update
      set last_at = greatest(d.last_at, excluded.last_at),
        count = d.count + excluded.count,
        compared = excluded.compared
      """;

  static final String OF_CONTACT =
      """
      select d.about, d.reason, d.first_at, d.last_at, d.count, d.compared::text
      from decisions d
      where d.contact_id = $1::int8
        or d.contact_id = any (array(select c.id from contacts c where c.merged_into = $1::int8))
      order by d.last_at desc, d.about, d.reason
      limit 1000
      """;

  /** $1 the first day to keep, $2 rows wanted. */
  static final String FORGET =
      """
      delete from decisions where ctid = any (array(
        select ctid from decisions where day < $1::date order by day limit $2::int4))
      """;

  /** Of two rows about the same the counts are added up. */
  static final String MOVE =
      """
      with gone as (
        delete from decisions where contact_id = $1::int8
        returning *)
      insert into decisions as d
        (tenant, day, contact_id, about, reason, first_at, last_at, count, compared)
      select g.tenant, g.day, $2::int8, g.about, g.reason, g.first_at, g.last_at, g.count,
        g.compared
      from gone g
      on conflict (tenant, day, contact_id, about, reason) do update
      set first_at = least(d.first_at, excluded.first_at),
        compared =
          case when excluded.last_at > d.last_at then excluded.compared else d.compared end,
        last_at = greatest(d.last_at, excluded.last_at),
        count = d.count + excluded.count
      """;

  static final String FORGET_VALUES =
      "update decisions set compared = null where contact_id = any ($1::int8[])";

  private DecisionStore() {}

  static Object[] rows(Collection<Day> days) {
    return new Object[] {
      days.stream().map(d -> d.key().tenant()).toArray(Integer[]::new),
      days.stream().map(d -> d.key().day()).toArray(LocalDate[]::new),
      days.stream().map(d -> d.key().contactId()).toArray(Long[]::new),
      days.stream().map(Day::about).toArray(String[]::new),
      days.stream().map(Day::reason).toArray(String[]::new),
      days.stream().map(Day::firstAt).toArray(Instant[]::new),
      days.stream().map(Day::lastAt).toArray(Instant[]::new),
      days.stream().map(Day::count).toArray(Integer[]::new),
      days.stream().map(Day::compared).toArray(String[]::new)
    };
  }

  static int changed(RowSet<Row> rows) {
    return rows.rowCount();
  }

  static List<Decision> decisions(RowSet<Row> rows) {
    var decisions = new ArrayList<Decision>(rows.size());
    rows.forEach(row -> decisions.add(decision(row)));
    return decisions;
  }

  private static Decision decision(Row row) {
    return new Decision(
        row.getString(0),
        row.getString(1),
        row.getOffsetDateTime(2).toInstant(),
        row.getOffsetDateTime(3).toInstant(),
        row.getInteger(4),
        compared(row.getString(5)));
  }

  private static Map<String, @Nullable Object> compared(@Nullable String json) {
    var compared = new LinkedHashMap<String, @Nullable Object>();
    if (json != null && Json.read(json) instanceof Map<?, ?> values) {
      values.forEach((name, value) -> compared.put(name.toString(), value));
    }
    return compared;
  }
}
