package dev.sojourn.runtime.preference;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;

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

  private SuppressionStore() {}

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
