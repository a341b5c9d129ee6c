package dev.sojourn.runtime.event;

import dev.sojourn.runtime.database.Ids;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of events. */
final class EventStore {
  static final String LOAD =
      """
      select e.id, e.contact_id, n.name, e.occurred_at, e.source, e.props::text
      from unnest($1::int8[], $2::int8[]) u(id, contact_id)
      join events e on e.contact_id = u.contact_id and e.id = u.id
      join names n on n.id = e.name
      """;

  static final String OCCURRED =
      """
      select exists (
        select 1
        from names k
        join events e on e.contact_id = u.contact_id and e.name = k.id
        where k.kind = 'event' and k.name = u.event
          and (u.since is null or e.occurred_at >= u.since))
      from unnest($1::int8[], $2::text[], $3::timestamptz[])
        with ordinality u(contact_id, event, since, n)
      order by u.n
      """;

  static final String COUNTED =
      """
      select (
        select count(*)
        from names k
        join events e on e.contact_id = u.contact_id and e.name = k.id
        where k.kind = 'event' and k.name = u.event
          and (u.since is null or e.occurred_at >= u.since))
      from unnest($1::int8[], $2::text[], $3::timestamptz[])
        with ordinality u(contact_id, event, since, n)
      order by u.n
      """;

  /** One page for each search: those after the last event of the page before it. */
  static final String SEARCH =
      """
      select e.id, e.contact_id, k.name, e.occurred_at, e.source, e.props::text, u.n
      from unnest($1::int8[], $2::text[], $3::timestamptz[], $4::int8[], $5::bool[], $6::bool[],
        $7::timestamptz[], $8::int8[], $9::int8[], $10::int8[]) with ordinality
        u(contact_id, event, since, most, by_hand, newest, last_at, last_id, room, after_id, n)
      join names k on k.kind = 'event' and k.name = u.event
      cross join lateral (
        (select o.*, row_number() over (order by o.occurred_at desc, o.id desc) as place
         from events o
         where u.newest and o.contact_id = u.contact_id and o.name = k.id and o.id <= u.most
           and o.id > u.after_id
           and (u.since is null or o.occurred_at >= u.since)
           and (u.by_hand or o.source <> 3)
           and (u.last_id is null or (o.occurred_at, o.id) < (u.last_at, u.last_id))
         order by o.occurred_at desc, o.id desc limit u.room)
        union all
        (select o.*, row_number() over (order by o.occurred_at, o.id) as place
         from events o
         where not u.newest and o.contact_id = u.contact_id and o.name = k.id and o.id <= u.most
           and o.id > u.after_id
           and (u.since is null or o.occurred_at >= u.since)
           and (u.by_hand or o.source <> 3)
           and (u.last_id is null or (o.occurred_at, o.id) > (u.last_at, u.last_id))
         order by o.occurred_at, o.id limit u.room)) e
      order by u.n, e.place
      """;

  /** The look-back reads at most the newest 1 000 events of the name. */
  static final String CANDIDATES =
      """
      select e.id, e.contact_id, k.name, e.occurred_at, e.source, e.props::text, u.run_id
      from unnest($1::int8[], $2::int8[], $3::text[], $4::int8[], $5::timestamptz[])
        u(run_id, contact_id, event, after_id, since)
      join names k on k.kind = 'event' and k.name = u.event
      cross join lateral (
        (select o.*, -o.id as place
         from events o
         where u.since is not null and o.contact_id = u.contact_id and o.id <= u.after_id
           and o.name = k.id and o.occurred_at >= u.since
         order by o.id desc limit 1000)
        union all
        (select o.*, o.id as place
         from events o
         where o.contact_id = u.contact_id and o.id > u.after_id and o.name = k.id
         order by o.id limit 200)) e
      order by u.run_id, e.place
      """;

  static final String APPEND =
      """
      insert into events(id, tenant, contact_id, name, source, occurred_at, props)
      select u.id, u.tenant, u.contact_id, u.name, u.source, u.occurred_at, u.props::json
      from unnest($1::int8[], $2::int4[], $3::int8[], $4::int4[], $5::int2[], $6::timestamptz[],
        $7::text[]) u(id, tenant, contact_id, name, source, occurred_at, props)
      order by u.id
      """;

  static final String NEWEST_OF =
      """
      select
        array(
          select e.id from events e where e.contact_id = $1::int8 and e.id < $2::int8
          order by e.id desc limit $3::int8),
        (select count(*) from events e where e.contact_id = $1::int8)
      """;

  static final String NEWEST =
      """
      select coalesce(max(e.id), 0)
      from unnest($1::int8[]) u(contact_id)
      cross join lateral (
        select o.id from events o
        where o.contact_id = u.contact_id and o.id >= $2::int8
        order by o.id desc limit 1) e
      """;

  static final String LAST_UP_TO =
      """
      select u.run_id, coalesce((
        select o.id from events o
        where o.contact_id = u.contact_id and o.id <= u.most
        order by o.id desc limit 1), 0)
      from unnest($1::int8[], $2::int8[], $3::int8[]) u(run_id, contact_id, most)
      """;

  static final String TAKE_KEYS =
      """
      insert into event_keys(tenant, key_hash, event_id)
      select u.tenant, u.key_hash, u.event_id
      from unnest($1::int4[], $2::uuid[], $3::int8[]) u(tenant, key_hash, event_id)
      order by u.tenant, u.key_hash
      on conflict do nothing
      """;

  /** Fails when somebody holds one of them; spares each row a look-up and a log record. */
  static final String TAKE_FRESH_KEYS =
      """
      insert into event_keys(tenant, key_hash, event_id)
      select u.tenant, u.key_hash, u.event_id
      from unnest($1::int4[], $2::uuid[], $3::int8[]) u(tenant, key_hash, event_id)
      order by u.tenant, u.key_hash
      """;

  static final String HOLD =
      """
      update event_keys k
      set event_id = u.event_id
      from unnest($1::int4[], $2::uuid[], $3::int8[]) u(tenant, key_hash, event_id)
      where k.tenant = u.tenant and k.key_hash = u.key_hash
      """;

  static final String HOLDERS =
      """
      select k.tenant, k.key_hash, k.event_id
      from unnest($1::int4[], $2::uuid[]) u(tenant, key_hash)
      join event_keys k on k.tenant = u.tenant and k.key_hash = u.key_hash
      """;

  static final String MOVE = "update events set contact_id = $2::int8 where contact_id = $1::int8";

  static final String FORGET =
      """
      update events set props = null
      where contact_id = any ($1::int8[]) and props is not null
      """;

  private EventStore() {}

  /** Rows of two numbers, the first of which is the key. */
  static Map<Long, Long> numbers(RowSet<Row> rows) {
    var numbers = new HashMap<Long, Long>();
    rows.forEach(row -> numbers.put(row.getLong(0), row.getLong(1)));
    return numbers;
  }

  static Object[] upTo(List<UpTo> asked) {
    return new Object[] {
      asked.stream().map(UpTo::runId).toArray(Long[]::new),
      asked.stream().map(UpTo::contactId).toArray(Long[]::new),
      asked.stream().map(one -> Ids.lastOf(one.until())).toArray(Long[]::new)
    };
  }

  static Object array(Collection<Long> ids) {
    return ids.toArray(Long[]::new);
  }

  static Object[] occurrences(List<Occurrence> asked) {
    return new Object[] {
      asked.stream().map(Occurrence::contactId).toArray(Long[]::new),
      asked.stream().map(o -> storable(o.event())).toArray(String[]::new),
      asked.stream().map(Occurrence::since).toArray(Instant[]::new)
    };
  }

  static Object[] searches(List<Found> searches) {
    return new Object[] {
      searches.stream().map(Found::contactId).toArray(Long[]::new),
      searches.stream().map(s -> storable(s.wanted().event())).toArray(String[]::new),
      searches.stream().map(s -> s.wanted().from()).toArray(Instant[]::new),
      searches.stream().map(s -> most(s.wanted().until())).toArray(Long[]::new),
      searches.stream().map(s -> s.wanted().byHand()).toArray(Boolean[]::new),
      searches.stream().map(s -> s.wanted().newestFirst()).toArray(Boolean[]::new),
      searches.stream().map(Found::last).map(EventStore::at).toArray(Instant[]::new),
      searches.stream().map(Found::last).map(EventStore::id).toArray(Long[]::new),
      searches.stream().map(s -> (long) s.room()).toArray(Long[]::new),
      searches.stream().map(s -> s.wanted().after()).toArray(Long[]::new)
    };
  }

  private static long most(@Nullable Instant until) {
    return until == null ? Long.MAX_VALUE : Ids.lastOf(until);
  }

  private static @Nullable Instant at(@Nullable StoredEvent event) {
    return event == null ? null : event.occurredAt();
  }

  private static @Nullable Long id(@Nullable StoredEvent event) {
    return event == null ? null : event.id();
  }

  static List<Long> counts(RowSet<Row> rows) {
    var counts = new ArrayList<Long>(rows.size());
    rows.forEach(row -> counts.add(row.getLong(0)));
    return counts;
  }

  static List<Boolean> answers(RowSet<Row> rows) {
    var answers = new ArrayList<Boolean>(rows.size());
    rows.forEach(row -> answers.add(row.getBoolean(0)));
    return answers;
  }

  static Object[] scans(List<Scan> scans) {
    return new Object[] {
      scans.stream().map(Scan::runId).toArray(Long[]::new),
      scans.stream().map(Scan::contactId).toArray(Long[]::new),
      scans.stream().map(s -> storable(s.event())).toArray(String[]::new),
      scans.stream().map(Scan::afterId).toArray(Long[]::new),
      scans.stream().map(Scan::lookback).toArray(Instant[]::new)
    };
  }

  static Object[] rows(List<NewRow> rows) {
    return new Object[] {
      rows.stream().map(NewRow::id).toArray(Long[]::new),
      rows.stream().map(NewRow::tenant).toArray(Integer[]::new),
      rows.stream().map(NewRow::contactId).toArray(Long[]::new),
      rows.stream().map(NewRow::name).toArray(Integer[]::new),
      rows.stream().map(r -> r.source().code()).toArray(Short[]::new),
      rows.stream().map(NewRow::occurredAt).toArray(Instant[]::new),
      rows.stream().map(NewRow::json).toArray(String[]::new)
    };
  }

  static Object[] keys(Map<EventKey, Long> eventIds) {
    var keys = eventIds.keySet();
    return new Object[] {tenants(keys), hashes(keys), array(eventIds.values())};
  }

  static Object tenants(Collection<EventKey> keys) {
    return keys.stream().map(EventKey::tenant).toArray(Integer[]::new);
  }

  static Object hashes(Collection<EventKey> keys) {
    return keys.stream().map(EventKey::hash).toArray(UUID[]::new);
  }

  static Map<EventKey, Long> holders(RowSet<Row> rows) {
    var holders = new HashMap<EventKey, Long>();
    rows.forEach(row -> holders.put(key(row), row.getLong(2)));
    return holders;
  }

  static Map<Long, StoredEvent> byId(RowSet<Row> rows) {
    var events = new HashMap<Long, StoredEvent>();
    rows.forEach(row -> events.put(row.getLong(0), event(row)));
    return events;
  }

  static Map<Long, List<StoredEvent>> byRun(RowSet<Row> rows) {
    var events = new LinkedHashMap<Long, List<StoredEvent>>();
    rows.forEach(
        row -> events.computeIfAbsent(row.getLong(6), id -> new ArrayList<>()).add(event(row)));
    return events;
  }

  private static StoredEvent event(Row row) {
    return new StoredEvent(
        row.getLong(0),
        row.getLong(1),
        row.getString(2),
        row.getOffsetDateTime(3).toInstant(),
        Source.of(row.getShort(4)).wire(),
        row.getString(5));
  }

  private static EventKey key(Row row) {
    return new EventKey(row.getInteger(0), row.getUUID(1));
  }

  /** A name with a NUL is never stored, and neither is an empty one. */
  private static String storable(String event) {
    return event.indexOf('\0') < 0 ? event : "";
  }
}
