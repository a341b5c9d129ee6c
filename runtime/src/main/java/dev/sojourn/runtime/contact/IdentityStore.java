package dev.sojourn.runtime.contact;

import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL of identity: whom keys name, and the locks on it. */
final class IdentityStore {
  /**
   * One lock for each key, in one number space and one sorted pass: the contact if there is one,
   * else the hash of the key. A key that looks like a public id names a contact by itself, or the
   * one it was merged into. The contacts that are known already only need their locks.
   */
  private static final String RESOLVE =
      """
      select array_agg(q.n) filter (where q.contact_id is not null),
        array_agg(q.contact_id) filter (where q.contact_id is not null),
        pg_current_snapshot()::text,
        count(pg_advisory_xact_lock(q.lock)::text)
      from (
        select k.n::int4 as n, coalesce(c.contact_id, p.merged_into, p.id) as contact_id,
          coalesce(c.contact_id, p.merged_into, p.id,
            hashtextextended(k.value, k.tenant::int8 * 8 + k.kind)) as lock
        from unnest($1::int4[], $2::int2[], $3::text[], $4::int8[])
          with ordinality k(tenant, kind, value, id, n)
        left join contact_keys c
          on c.tenant = k.tenant and c.kind = k.kind and c.value = k.value collate "C"
        left join contacts p
          on p.id = k.id and p.tenant = k.tenant and p.deleted_at is null
        union all
        select 0, null, u.id from unnest($5::int8[]) u(id)
        order by 3 offset 0) q
      """;

  static final String ATTACH =
      """
      insert into contact_keys(tenant, kind, value, contact_id)
      select u.tenant, u.kind, u.value, u.contact_id
      from unnest($1::int4[], $2::int2[], $3::text[], $4::int8[]) u(tenant, kind, value, contact_id)
      order by u.tenant, u.kind, u.value collate "C"
      on conflict do nothing
      """;

  /** What changed since one snapshot, and whether a later one has not seen it either. */
  static final String CHANGED =
      """
      select contact_id, not pg_visible_in_snapshot(xid, $2::text::pg_snapshot)
      from identity_changes
      where xid >= pg_snapshot_xmin($1::text::pg_snapshot)
        and not pg_visible_in_snapshot(xid, $1::text::pg_snapshot)
      """;

  /** $1 changed before, $2 rows wanted; the oldest come first. */
  static final String FORGET_CHANGES =
      """
      delete from identity_changes where ctid = any (array(
        select ctid from identity_changes where changed_at < $1::timestamptz
        order by xid limit $2::int4))
      """;

  static final String NAMED =
      """
      select c.id, c.external_id, c.email, c.anonymous_id, c.last_seen_at
      from unnest($1::int8[]) u(id)
      join contacts c on c.id = u.id
      """;

  private final PublicIds publicIds;

  IdentityStore(PublicIds publicIds) {
    this.publicIds = publicIds;
  }

  /** Finds out whom keys name, and takes their locks and those of contacts that are known. */
  Future<RowSet<Row>> resolve(Tx tx, List<IdentityKey> keys, Collection<Long> known) {
    return tx.run(
        RESOLVE,
        keys.stream().map(IdentityKey::tenant).toArray(Integer[]::new),
        keys.stream().map(key -> key.kind().code()).toArray(Short[]::new),
        keys.stream().map(IdentityKey::value).toArray(String[]::new),
        keys.stream().map(this::contactId).toArray(Long[]::new),
        known.toArray(Long[]::new));
  }

  /** The contacts of the keys that have one. */
  static Map<IdentityKey, Long> contactIds(List<IdentityKey> keys, Row row) {
    var contactIds = new HashMap<IdentityKey, Long>();
    var places = row.getArrayOfIntegers(0);
    var ids = row.getArrayOfLongs(1);
    for (var i = 0; places != null && i < places.length; i++) {
      contactIds.put(keys.get(places[i] - 1), ids[i]);
    }
    return contactIds;
  }

  static int changed(RowSet<Row> rows) {
    return rows.rowCount();
  }

  static String snapshot(Row row) {
    return row.getString(2);
  }

  static Object[] owners(Map<IdentityKey, Long> contactIds) {
    var keys = contactIds.keySet();
    return new Object[] {
      keys.stream().map(IdentityKey::tenant).toArray(Integer[]::new),
      keys.stream().map(k -> k.kind().code()).toArray(Short[]::new),
      keys.stream().map(IdentityKey::value).toArray(String[]::new),
      ContactStore.array(contactIds.values())
    };
  }

  static Map<Long, Named> named(RowSet<Row> rows) {
    var contacts = new HashMap<Long, Named>();
    for (var row : rows) {
      var seenAt = row.getOffsetDateTime(4).toInstant();
      contacts.put(row.getLong(0), named(row, seenAt));
    }
    return contacts;
  }

  private static Named named(Row row, Instant seenAt) {
    return new Named(row.getLong(0), row.getString(1), row.getString(2), row.getString(3), seenAt);
  }

  /** A sender may also name a contact by the public id that it was told. */
  private @Nullable Long contactId(IdentityKey key) {
    return switch (key.kind()) {
      case CONTACT -> Long.valueOf(key.value());
      case EXTERNAL -> {
        var id = publicIds.id(key.value());
        yield id.isPresent() ? id.getAsLong() : null;
      }
      default -> null;
    };
  }
}
