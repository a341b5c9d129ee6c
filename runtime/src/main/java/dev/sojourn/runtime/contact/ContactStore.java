package dev.sojourn.runtime.contact;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.database.PublicIds;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of contacts. */
final class ContactStore {
  /** One that was merged comes with the contact to look at instead. */
  static final String LOAD =
      """
      select c.id, c.external_id, c.email, c.anonymous_id, c.properties::text, c.first_seen_at,
        c.last_seen_at, c.merged_into
      from unnest($1::int8[]) u(id)
      join contacts c on c.id = u.id
      where c.deleted_at is null
      """;

  /** A public id wins over a sender's id of the same text, and that over an address. */
  static final String FIND =
      """
      select c.id, c.external_id, c.email, c.anonymous_id, c.properties::text, c.first_seen_at,
        c.last_seen_at
      from (
        select coalesce(p.merged_into, p.id) as id, 1 as place from contacts p
        where p.id = $1::int8 and p.deleted_at is null
        union all
        select k.contact_id, 2 from contact_keys k
        where k.tenant = 0 and k.kind = 1 and k.value = $2::text
        union all
        select k.contact_id, 3 from contact_keys k
        where k.tenant = 0 and k.kind = 2 and k.value = lower($2::text)) u
      join contacts c on c.id = u.id
      where c.merged_into is null and c.deleted_at is null
      order by u.place
      limit 1
      """;

  static final String FIND_BY_KEY =
      """
      select c.id, c.external_id, c.email, c.anonymous_id, c.properties::text, c.first_seen_at,
        c.last_seen_at
      from contact_keys k
      join contacts c on c.id = k.contact_id
      where k.tenant = $1::int4 and k.kind = $2::int2 and k.value = $3::text
        and c.merged_into is null and c.deleted_at is null
      """;

  static final String CREATE =
      """
      insert into contacts(id, tenant, external_id, email, anonymous_id, properties, first_seen_at,
        last_seen_at)
      select u.id, u.tenant, u.external_id, u.email, u.anonymous_id, u.properties::jsonb, u.seen_at,
        u.seen_at
      from unnest($1::int8[], $2::int4[], $3::text[], $4::text[], $5::text[], $6::text[],
        $7::timestamptz[])
        u(id, tenant, external_id, email, anonymous_id, properties, seen_at)
      order by u.id
      """;

  static final String PATCH =
      """
      update contacts c
      set external_id = coalesce(c.external_id, u.external_id),
        email = coalesce(u.address, c.email, u.email),
        anonymous_id = coalesce(c.anonymous_id, u.anonymous_id),
        properties = case when u.present is null then c.properties
          else (c.properties || u.present::jsonb)
            - array(select jsonb_array_elements_text(u.gone::jsonb)) end,
        last_seen_at = greatest(c.last_seen_at, u.seen_at)
      from unnest($1::int8[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
        $7::timestamptz[], $8::text[])
        u(id, external_id, email, anonymous_id, present, gone, seen_at, address)
      where c.id = u.id
      """;

  /** The same, and answers those of whom more changed than when they were seen. */
  static final String PATCH_TOLD =
      """
      with u as (
        select * from unnest($1::int8[], $2::text[], $3::text[], $4::text[], $5::text[],
          $6::text[], $7::timestamptz[], $8::text[])
          u(id, external_id, email, anonymous_id, present, gone, seen_at, address)),
      before as (
        select c.id, c.external_id, c.email, c.anonymous_id, c.properties
        from u join contacts c on c.id = u.id),
      after as (
        update contacts c
        set external_id = coalesce(c.external_id, u.external_id),
          email = coalesce(u.address, c.email, u.email),
          anonymous_id = coalesce(c.anonymous_id, u.anonymous_id),
          properties = case when u.present is null then c.properties
            else (c.properties || u.present::jsonb)
              - array(select jsonb_array_elements_text(u.gone::jsonb)) end,
          last_seen_at = greatest(c.last_seen_at, u.seen_at)
        from u
        where c.id = u.id
        returning c.id, c.external_id, c.email, c.anonymous_id, c.properties, c.first_seen_at,
          c.last_seen_at)
      select a.id, a.external_id, a.email, a.anonymous_id, a.properties::text, a.first_seen_at,
        a.last_seen_at, null::int8 as merged_into,
        b.external_id is not null or b.email is not null as was_known
      from after a
      join before b on b.id = a.id
      where (a.external_id, a.email, a.anonymous_id, a.properties)
        is distinct from (b.external_id, b.email, b.anonymous_id, b.properties)
      order by a.id
      """;

  private final PublicIds publicIds;

  ContactStore(PublicIds publicIds) {
    this.publicIds = publicIds;
  }

  static Object array(Collection<Long> ids) {
    return ids.toArray(Long[]::new);
  }

  static Object[] rows(List<NewContact> contacts) {
    return new Object[] {
      contacts.stream().map(NewContact::id).toArray(Long[]::new),
      contacts.stream().map(NewContact::tenant).toArray(Integer[]::new),
      contacts.stream().map(c -> c.names().get(KeyKind.EXTERNAL)).toArray(String[]::new),
      contacts.stream().map(c -> c.names().get(KeyKind.EMAIL)).toArray(String[]::new),
      contacts.stream().map(c -> c.names().get(KeyKind.ANONYMOUS)).toArray(String[]::new),
      contacts.stream().map(c -> Json.write(present(c.properties()))).toArray(String[]::new),
      contacts.stream().map(NewContact::seenAt).toArray(Instant[]::new)
    };
  }

  static Object[] changes(List<Patch> patches) {
    return new Object[] {
      patches.stream().map(Patch::id).toArray(Long[]::new),
      patches.stream().map(p -> p.names().get(KeyKind.EXTERNAL)).toArray(String[]::new),
      patches.stream().map(p -> p.names().get(KeyKind.EMAIL)).toArray(String[]::new),
      patches.stream().map(p -> p.names().get(KeyKind.ANONYMOUS)).toArray(String[]::new),
      patches.stream().map(ContactStore::present).toArray(String[]::new),
      patches.stream().map(ContactStore::gone).toArray(String[]::new),
      patches.stream().map(Patch::seenAt).toArray(Instant[]::new),
      patches.stream().map(Patch::address).toArray(String[]::new)
    };
  }

  /** Those that are themselves, by id. */
  Map<Long, Contact> byId(RowSet<Row> rows) {
    var contacts = new LinkedHashMap<Long, Contact>();
    for (var row : rows) {
      if (row.getLong(7) == null) {
        contacts.put(row.getLong(0), contact(row));
      }
    }
    return contacts;
  }

  /** Whom those that were merged went into, by their ids. */
  static Map<Long, Long> survivors(RowSet<Row> rows) {
    var survivors = new HashMap<Long, Long>();
    for (var row : rows) {
      var survivor = row.getLong(7);
      if (survivor != null) {
        survivors.put(row.getLong(0), survivor);
      }
    }
    return survivors;
  }

  /** Those of the rows of {@link #PATCH_TOLD} that had an address or a sender's id before. */
  static Set<Long> known(RowSet<Row> rows) {
    var known = new HashSet<Long>();
    for (var row : rows) {
      if (row.getBoolean(8)) {
        known.add(row.getLong(0));
      }
    }
    return known;
  }

  Optional<Contact> first(RowSet<Row> rows) {
    var all = rows.iterator();
    return all.hasNext() ? Optional.of(contact(all.next())) : Optional.empty();
  }

  Contact contact(Row row) {
    return new Contact(
        row.getLong(0),
        publicIds.face(row.getLong(0)),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        StoredProperties.read(row.getLong(0), row.getString(4)),
        row.getOffsetDateTime(5).toInstant(),
        row.getOffsetDateTime(6).toInstant());
  }

  private static @Nullable String present(Patch patch) {
    return patch.properties().isEmpty() ? null : Json.write(present(patch.properties()));
  }

  private static @Nullable String gone(Patch patch) {
    var names =
        patch.properties().entrySet().stream()
            .filter(property -> property.getValue() == null)
            .map(Map.Entry::getKey)
            .toList();
    return patch.properties().isEmpty() ? null : Json.write(names);
  }

  private static Map<String, @Nullable Object> present(Map<String, @Nullable Object> properties) {
    var present = new LinkedHashMap<String, @Nullable Object>();
    properties.forEach(
        (name, value) -> {
          if (value != null) {
            present.put(name, value);
          }
        });
    return present;
  }
}
