package dev.sojourn.runtime.enrolment;

import dev.sojourn.runtime.telemetry.WorkDone;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** The SQL of what enrolments were, for the story of a contact and for the health of a service. */
final class PastStore {
  static final String NEWEST_OF =
      """
      select
        array(
          select a.id from all_enrolments a where a.contact_id = $1::int8 and a.id < $2::int8
          order by a.id desc limit $3::int8),
        (select count(*) from all_enrolments a where a.contact_id = $1::int8)
      """;

  static final String ACTIVITY =
      """
      select count(*) filter (where e.status = 'failed'),
        count(*) filter (where e.status = 'completed')
      from enrolments e where e.ended_at > $1::timestamptz
      """;

  private PastStore() {}

  static WorkDone activity(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    return new WorkDone(row.getLong(0), row.getLong(1));
  }
}
