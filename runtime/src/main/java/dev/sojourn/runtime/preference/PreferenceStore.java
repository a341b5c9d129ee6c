package dev.sojourn.runtime.preference;

import dev.sojourn.core.replay.Json;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of preferences. */
final class PreferenceStore {
  static final String UNSUBSCRIBED =
      """
      select u.contact_id
      from unnest($1::int4[], $2::int8[], $3::text[]) u(tenant, contact_id, email)
      left join contacts c on c.id = u.contact_id
      cross join lateral (
        select from preferences o
        where o.tenant = coalesce(c.tenant, u.tenant) and o.contact_id = u.contact_id
          and o.unsubscribed_all
        union all
        select from preferences a
        where a.tenant = coalesce(c.tenant, u.tenant) and a.email = coalesce(c.email, u.email)
          and a.email <> '' and a.unsubscribed_all
        limit 1) p
      """;

  static final String OF_ADDRESSES =
      """
      select u.n, p.suppressed and p.email = u.email, p.unsubscribed_all, p.categories::text
      from unnest($1::int8[], $2::text[]) with ordinality u(contact_id, email, n)
      left join contacts c on c.id = u.contact_id
      cross join lateral (
        select o.* from preferences o
        where o.tenant = coalesce(c.tenant, 0) and o.contact_id = c.id
        union
        select a.* from preferences a
        where a.tenant = coalesce(c.tenant, 0) and a.email = u.email) p
      """;

  static final String DETAIL =
      """
      select 1::int8, p.suppressed and p.email = $2::text, p.unsubscribed_all, p.categories::text,
        case when p.email = $2::text then p.bounce_count else 0 end,
        case when p.email = $2::text and p.suppressed then p.suppressed_at end,
        case when p.email = $2::text then p.last_bounce_at end
      from (
        select o.* from preferences o
        where o.tenant = $3::int4 and o.contact_id = $1::int8 and $1::int8 <> 0
        union
        select a.* from preferences a where a.tenant = $3::int4 and a.email = $2::text) p
      """;

  /** Sets what is given of one row; the transaction holds the contact's lock. */
  static final String SAY =
      """
      insert into preferences as p (tenant, contact_id, email, unsubscribed_all, categories)
      select coalesce((select c.tenant from contacts c where c.id = $1::int8), 0), $1::int8,
        $2::text, coalesce($3::bool, false), $4::text::jsonb
      on conflict (tenant, contact_id, email) do update
      set unsubscribed_all = coalesce($3::bool, p.unsubscribed_all),
        categories = p.categories || excluded.categories
      returning tenant
      """;

  /** A return counts against every no that was said elsewhere for the person or the address. */
  static final String TAKE_BACK =
      """
      with said as (
        select o.tenant, o.contact_id, o.email from preferences o
        where o.tenant = coalesce((select c.tenant from contacts c where c.id = $1::int8), 0)
          and (o.contact_id = $1::int8 and $1::int8 <> 0 or o.email = $2::text and $2::text <> '')
        order by o.contact_id, o.email
        for update)
      update preferences p
      set unsubscribed_all = p.unsubscribed_all and not $3::bool,
        categories = p.categories
          || coalesce(
            (select jsonb_object_agg(u.id, true) from unnest($4::text[]) u(id)
              where p.categories -> u.id = 'false'::jsonb),
            '{}'::jsonb)
      from said s
      where p.tenant = s.tenant and p.contact_id = s.contact_id and p.email = s.email
      """;

  /** A statement of its own, so that rows are locked in the order of everybody. */
  static final String LOCK =
      """
      select from preferences
      where contact_id in ($1::int8, $2::int8)
      order by tenant, contact_id, email
      for update
      """;

  /** A no that was said of either stays. */
  static final String MOVE =
      """
      with gone as (
        delete from preferences where contact_id = $1::int8
        returning *)
      insert into preferences as p
        (tenant, contact_id, email, unsubscribed_all, suppressed, categories, bounce_count,
         last_bounce_at, complained_at, suppressed_at)
      select g.tenant, $2::int8, g.email, g.unsubscribed_all, g.suppressed, g.categories,
        g.bounce_count, g.last_bounce_at, g.complained_at, g.suppressed_at
      from gone g
      on conflict (tenant, contact_id, email) do update
      set unsubscribed_all = p.unsubscribed_all or excluded.unsubscribed_all,
        suppressed = p.suppressed or excluded.suppressed,
        categories = p.categories || excluded.categories || coalesce(
          (select jsonb_object_agg(c.key, false)
           from (select * from jsonb_each(p.categories)
             union all select * from jsonb_each(excluded.categories)) c
           where c.value = 'false'::jsonb),
          '{}'::jsonb),
        bounce_count = greatest(p.bounce_count, excluded.bounce_count),
        last_bounce_at = greatest(p.last_bounce_at, excluded.last_bounce_at),
        complained_at = least(p.complained_at, excluded.complained_at),
        suppressed_at = least(p.suppressed_at, excluded.suppressed_at)
      """;

  private PreferenceStore() {}

  static Set<Long> ids(RowSet<Row> rows) {
    var ids = new HashSet<Long>();
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  static Object[] entrants(Collection<Entrant> entrants) {
    return new Object[] {
      entrants.stream().map(Entrant::tenant).toArray(Integer[]::new),
      entrants.stream().map(Entrant::contactId).toArray(Long[]::new),
      entrants.stream().map(Entrant::email).toArray(String[]::new)
    };
  }

  static Object[] rows(List<Address> addresses) {
    return new Object[] {
      addresses.stream().map(Address::contactId).toArray(Long[]::new),
      addresses.stream().map(Address::email).toArray(String[]::new)
    };
  }

  static Map<Address, Standing> standings(List<Address> addresses, RowSet<Row> rows) {
    var standings = new HashMap<Address, Standing>();
    addresses.forEach(address -> standings.put(address, Standing.OPEN));
    for (var row : rows) {
      var address = addresses.get(row.getLong(0).intValue() - 1);
      standings.merge(address, standing(row), PreferenceStore::both);
    }
    return standings;
  }

  /** What is known in detail, of all rows that are about the address or its owner. */
  static Preference preference(Address of, RowSet<Row> rows) {
    var standing = Standing.OPEN;
    var bounces = 0;
    OffsetDateTime suppressedAt = null;
    OffsetDateTime bouncedAt = null;
    for (var row : rows) {
      standing = both(standing, standing(row));
      bounces = Math.max(bounces, row.getInteger(4));
      suppressedAt = later(suppressedAt, row.getOffsetDateTime(5));
      bouncedAt = later(bouncedAt, row.getOffsetDateTime(6));
    }
    return new Preference(of.email(), standing, bounces, instant(suppressedAt), instant(bouncedAt));
  }

  private static @Nullable OffsetDateTime later(
      @Nullable OffsetDateTime one, @Nullable OffsetDateTime other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  static Standing standing(Row row) {
    var categories = new HashMap<String, Boolean>();
    if (Json.read(row.getString(3)) instanceof Map<?, ?> said) {
      said.forEach((category, wanted) -> categories.put(category.toString(), !isNo(wanted)));
    }
    return new Standing(row.getBoolean(1), row.getBoolean(2), categories);
  }

  private static boolean isNo(Object wanted) {
    return Boolean.FALSE.equals(wanted);
  }

  private static Standing both(Standing one, Standing other) {
    var categories = new HashMap<>(one.categories());
    other
        .categories()
        .forEach((category, yes) -> categories.merge(category, yes, Boolean::logicalAnd));
    return new Standing(
        one.suppressed() || other.suppressed(),
        one.unsubscribedAll() || other.unsubscribedAll(),
        categories);
  }
}
