package dev.sojourn.runtime.email;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The SQL of dead letters, and of sends that are driven again. */
final class DeadLetterStore {
  static final String LIST =
      """
      select d.id, d.source, d.source_id, d.payload::text, d.error,
        coalesce((d.payload ->> 'attempts')::int4, 0), d.status, d.created_at, d.resolved_at
      from dead_letters d
      where ($1::text is null or d.source = $1::text)
        and ($2::text is null or d.status = $2::text)
      order by d.id desc
      limit $3::int4 offset $4::int4
      """;

  static final String COUNT =
      """
      select count(*) from dead_letters d
      where ($1::text is null or d.source = $1::text)
        and ($2::text is null or d.status = $2::text)
      """;

  static final String HOLD =
      """
      select d.status, d.source_id, d.source from dead_letters d
      where d.id = $1::int8
      for update
      """;

  static final String RESOLVE =
      """
      update dead_letters
      set status = $2::text, resolved_at = $3::timestamptz
      where id = $1::int8
      """;

  static final String RESOLVE_OF_SEND =
      """
      update dead_letters
      set status = 'retried', resolved_at = $2::timestamptz
      where source = 'email' and source_id = $1::int8 and status = 'pending'
      """;

  /** The same bytes under the same key, all tries before it; what was never rendered is anew. */
  static final String REDRIVE =
      """
      update sends s
      set status = case when s.rendered is null then 'queued' else 'rendered' end,
        reason = case when s.rendered is null then null else 'retrying' end,
        error = null, attempts = 0, yields = 0, due_at = $2::timestamptz, lease_until = null,
        admitted_at = null, to_email = case when s.rendered is not null then s.to_email end
      where s.id = $1::int8 and s.status = 'failed'
      """;

  static final String HOLD_SEND =
      "select s.status, s.reason, s.rendered, s.sent_at from sends s where s.id = $1::int8 for"
          + " update";

  /** The provider took the first one, and would take another of its name for a repeat. */
  static final String COPY =
      """
      insert into sends(id, tenant, contact_id, due_at, status, reason, template, category,
        request, rendered, template_version, to_email, files, bytes)
      select $2::int8, s.tenant, s.contact_id, $3::timestamptz, 'rendered', 'retrying', s.template,
        s.category, s.request, $4::bytea, s.template_version, s.to_email, s.files, s.bytes
      from sends s
      where s.id = $1::int8
      """;

  static final String MARK = "update sends set reason = 'resent' where id = $1::int8";

  static final String PENDING =
      """
      select d.source, count(*)
      from (select source from dead_letters where status = 'pending' limit $1::int4) d
      group by d.source
      """;

  private DeadLetterStore() {}

  static Map<String, Long> bySource(RowSet<Row> rows) {
    var counts = new HashMap<String, Long>();
    rows.forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  static List<DeadLetter> letters(RowSet<Row> rows) {
    var letters = new ArrayList<DeadLetter>(rows.size());
    for (var row : rows) {
      var resolved = row.getOffsetDateTime(8);
      letters.add(
          new DeadLetter(
              row.getLong(0),
              row.getString(1),
              row.getLong(2),
              Objects.requireNonNull(row.getString(3)),
              Objects.requireNonNull(row.getString(4)),
              row.getInteger(5),
              row.getString(6),
              row.getOffsetDateTime(7).toInstant(),
              resolved == null ? null : resolved.toInstant()));
    }
    return letters;
  }
}
