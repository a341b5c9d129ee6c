package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of what happened to a contact: which events, enrolments and mails, in one order. */
final class TimelineStore {
  /** Ids of all three come from one source and grow with time. */
  private static final String PAGE =
      """
      select t.type, t.id
      from (
        (select 'event' as type, e.id from events e
         where e.contact_id = $1::int8 and e.id < $3::int8 and coalesce($2::text, 'event') = 'event'
         order by e.id desc limit $4::int8)
        union all
        (select 'journey', a.id from all_enrolments a
         where a.contact_id = $1::int8 and a.id < $3::int8
           and coalesce($2::text, 'journey') = 'journey'
         order by a.id desc limit $4::int8)
        union all
        (select 'email', s.id from sends s
         where s.contact_id = $1::int8 and s.id < $3::int8
           and coalesce($2::text, 'email') = 'email'
         order by s.id desc limit $4::int8)) t
      order by t.id desc
      limit $5::int8 offset $4::int8 - $5::int8
      """;

  private static final String TOTAL =
      """
      select
        (select count(*) from events e
         where e.contact_id = $1::int8 and coalesce($2::text, 'event') = 'event')
        + (select count(*) from all_enrolments a
           where a.contact_id = $1::int8 and coalesce($2::text, 'journey') = 'journey')
        + (select count(*) from sends s
           where s.contact_id = $1::int8 and coalesce($2::text, 'email') = 'email')
      """;

  /** One line: an event, an enrolment or a mail. */
  record Line(String type, long id) {}

  private final Database database;

  TimelineStore(Database database) {
    this.database = database;
  }

  /**
   * Some lines, the newest first.
   *
   * @param type event, journey or email; null for all
   * @param before only what is older than this id
   */
  Future<List<Line>> page(long contact, @Nullable String type, long before, Paging paging) {
    long limit = paging.limit();
    return database
        .run(PAGE, contact, type, before, limit + paging.offset(), limit)
        .map(TimelineStore::lines);
  }

  /** How many lines there are. */
  Future<Long> total(long contact, @Nullable String type) {
    return database.run(TOTAL, contact, type).map(rows -> rows.iterator().next().getLong(0));
  }

  private static List<Line> lines(RowSet<Row> rows) {
    List<Line> lines = new ArrayList<>(rows.size());
    rows.forEach(row -> lines.add(new Line(row.getString(0), row.getLong(1))));
    return lines;
  }
}
