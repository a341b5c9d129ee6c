package dev.sojourn.runtime.preference;

import dev.sojourn.core.preference.SuppressionFile;
import dev.sojourn.core.preference.SuppressionFile.Read;
import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.preference.ImportProgress.Problem;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The SQL of addresses that are barred. */
final class SuppressionStore {
  static final String BOUNCED =
      """
      insert into preferences as p (tenant, contact_id, email, bounce_count, last_bounce_at)
      values ($1::int4, 0, $2::text, 1, $3::timestamptz)
      on conflict (tenant, contact_id, email) do update
      set bounce_count = p.bounce_count + 1,
        last_bounce_at = greatest(p.last_bounce_at, excluded.last_bounce_at)
      returning bounce_count
      """;

  static final String COMPLAINED =
      """
      insert into preferences as p
        (tenant, contact_id, email, suppressed, suppressed_at, complained_at)
      values ($1::int4, 0, $2::text, true, $3::timestamptz, $3::timestamptz)
      on conflict (tenant, contact_id, email) do update
      set suppressed = true, suppressed_at = coalesce(p.suppressed_at, excluded.suppressed_at),
        complained_at = coalesce(p.complained_at, excluded.complained_at)
      """;

  static final String SUPPRESS =
      """
      insert into preferences as p (tenant, contact_id, email, suppressed, suppressed_at)
      values ($1::int4, 0, $2::text, true, $3::timestamptz)
      on conflict (tenant, contact_id, email) do update
      set suppressed = true, suppressed_at = coalesce(p.suppressed_at, excluded.suppressed_at)
      """;

  static final String LIFT =
      """
      update preferences p
      set suppressed = false, suppressed_at = null, complained_at = null, bounce_count = 0
      where p.tenant = $1::int4 and p.email = $2::text and p.email <> ''
        and (p.suppressed or p.bounce_count > 0)
      """;

  static final String LIST =
      """
      select nullif(p.contact_id, 0), p.suppressed, p.unsubscribed_all, p.categories::text,
        p.bounce_count, p.suppressed_at, p.last_bounce_at, p.email
      from preferences p
      where p.tenant = 0 and case $1::text
        when 'BOUNCED' then p.bounce_count > 0
        when 'UNSUBSCRIBED' then p.unsubscribed_all
        when 'COMPLAINED' then p.complained_at is not null
        else p.suppressed or p.unsubscribed_all or p.bounce_count > 0 end
      order by p.email, p.contact_id
      limit $2::int4 offset $3::int4
      """;

  static final String COUNT =
      """
      select count(*)
      from preferences p
      where p.tenant = 0 and case $1::text
        when 'BOUNCED' then p.bounce_count > 0
        when 'UNSUBSCRIBED' then p.unsubscribed_all
        when 'COMPLAINED' then p.complained_at is not null
        else p.suppressed or p.unsubscribed_all or p.bounce_count > 0 end
      """;

  static final String BEGIN_IMPORT =
      """
      insert into suppression_imports(key, begun_at) values ($1::text, $2::timestamptz)
      on conflict (tenant, key) do nothing
      """;

  static final String LOCK_IMPORT =
      """
      select lines, imported, failed, errors::text from suppression_imports
      where tenant = 0 and key = $1::text
      for update
      """;

  static final String IMPORT_PROGRESS =
      """
      select lines, imported, failed, errors::text from suppression_imports
      where tenant = 0 and key = $1::text
      """;

  static final String ADVANCE_IMPORT =
      """
      update suppression_imports
      set lines = $2::int8, imported = $3::int8, failed = $4::int8, errors = $5::text::jsonb
      where tenant = 0 and key = $1::text
      """;

  static final String IMPORT =
      """
      with said as (
        select u.email, bool_or(u.reason = 'unsubscribed') as leaves,
          bool_or(u.reason = 'bounced') as bounced, bool_or(u.reason = 'complained') as complained
        from unnest($1::text[], $2::text[]) u(email, reason)
        group by u.email)
      insert into preferences as p (tenant, contact_id, email, unsubscribed_all, suppressed,
        bounce_count, suppressed_at, complained_at)
      select 0, 0, s.email, s.leaves, s.bounced or s.complained, s.bounced::int,
        case when s.bounced or s.complained then $3::timestamptz end,
        case when s.complained then $3::timestamptz end
      from said s
      order by s.email
      on conflict (tenant, contact_id, email) do update
      set unsubscribed_all = p.unsubscribed_all or excluded.unsubscribed_all,
        suppressed = p.suppressed or excluded.suppressed,
        bounce_count = greatest(p.bounce_count, excluded.bounce_count),
        suppressed_at = coalesce(p.suppressed_at, excluded.suppressed_at),
        complained_at = coalesce(p.complained_at, excluded.complained_at)
      """;

  private static final int ERRORS = 100;

  private SuppressionStore() {}

  static ImportProgress progress(String key, RowSet<Row> rows) {
    var row = rows.iterator().next();
    var errors = new ArrayList<Problem>();
    if (Json.read(row.getString(3)) instanceof List<?> items) {
      for (var item : items) {
        if (item instanceof Map<?, ?> fields && fields.get("line") instanceof Number line) {
          errors.add(new Problem(line.longValue(), String.valueOf(fields.get("error"))));
        }
      }
    }
    return new ImportProgress(key, row.getLong(0), row.getLong(1), row.getLong(2), errors);
  }

  static ImportProgress after(ImportProgress before, long lastLine, List<Read> read) {
    var errors = new ArrayList<>(before.errors());
    var imported = before.imported();
    var failed = before.failed();
    for (var one : read) {
      if (one instanceof SuppressionFile.Wrong wrong) {
        failed++;
        if (errors.size() < ERRORS) {
          errors.add(new Problem(wrong.line(), wrong.error()));
        }
      } else if (one instanceof SuppressionFile.Row) {
        imported++;
      }
    }
    return new ImportProgress(before.key(), lastLine, imported, failed, errors);
  }

  static Object[] row(ImportProgress progress) {
    var errors =
        progress.errors().stream()
            .map(one -> Map.of("line", one.line(), "error", one.error()))
            .toList();
    return new Object[] {
      progress.key(), progress.lines(), progress.imported(), progress.failed(), Json.write(errors)
    };
  }

  static Object[] rows(List<Read> read, Instant now) {
    var emails = new ArrayList<String>();
    var reasons = new ArrayList<String>();
    for (var one : read) {
      if (one instanceof SuppressionFile.Row row) {
        emails.add(row.email());
        reasons.add(row.reason());
      }
    }
    return new Object[] {emails.toArray(String[]::new), reasons.toArray(String[]::new), now};
  }

  static Suppressions.Page page(RowSet<Row> rows, RowSet<Row> count) {
    var items = new ArrayList<Suppressed>();
    for (var row : rows) {
      var preference =
          new Preference(
              row.getString(7),
              PreferenceStore.standing(row),
              row.getInteger(4),
              PreferenceStore.instant(row.getOffsetDateTime(5)),
              PreferenceStore.instant(row.getOffsetDateTime(6)));
      items.add(new Suppressed(row.getLong(0), preference));
    }
    return new Suppressions.Page(items, count.iterator().next().getLong(0));
  }
}
