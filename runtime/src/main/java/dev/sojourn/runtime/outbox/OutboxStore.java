package dev.sojourn.runtime.outbox;

import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.LockNumbers;
import dev.sojourn.runtime.outbox.Relay.Claimed;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of the outbox. */
final class OutboxStore {
  /** How many parcels are claimed at once. */
  static final int MOST = 256;

  /** How many of the oldest, and of the newest, are looked at for a claim in turns. */
  static final int SEEN = 2_000;

  static final String ADD =
      """
      insert into outbox(id, tenant, topic, order_key, due_at, payload)
      select u.id, u.tenant, u.topic, u.order_key, $6::timestamptz, u.payload
      from unnest($1::int8[], $2::int4[], $3::int2[], $4::int8[], $5::text[])
        u(id, tenant, topic, order_key, payload)
      order by u.id
      """;

  /** When the oldest parcel of a key can be claimed next; the others of the key follow it. */
  static final String NEXT =
      """
      select min(greatest(o.due_at, coalesce(o.lease_until, o.due_at)))
      from (
        select distinct on (p.order_key) p.due_at, p.lease_until
        from outbox p
        where p.topic = any($1::int2[])
        order by p.order_key, p.id) o
      """;

  /** Something is due and nobody has it. */
  static final String OVERDUE =
      """
      select from outbox o
      where o.due_at <= $1::timestamptz
        and (o.lease_until is null or o.lease_until <= $1::timestamptz)
      """;

  /** Ids grow with time, so the first is the oldest. */
  static final String WAITING =
      """
      select count(*), min(o.id)
      from (select id from outbox order by id limit $1::int4) o
      """;

  static final String LOCK = "select pg_advisory_xact_lock(" + LockNumbers.OUTBOX + ", 1)::text";

  /**
   * A parcel is left where it is while an older one of its key is not taken with it. Other topics
   * are as good as absent.
   */
  static final String CLAIM =
      """
      update outbox o
      set lease_until = $2::timestamptz, attempts = least(o.attempts + 1, 1000)
      from (
        select p.id
        from outbox p
        where p.due_at <= $1::timestamptz and p.topic = any($3::int2[])
          and (p.lease_until is null or p.lease_until <= $1::timestamptz)
          and not exists (
            select 1 from outbox b
            where b.order_key = p.order_key and b.id < p.id and b.topic = any($3::int2[])
              and (b.due_at > $1::timestamptz or b.lease_until > $1::timestamptz))
        order by p.id
        limit %d
        for update skip locked) d
      where o.id = d.id
      returning o.id, o.tenant, o.topic, o.order_key, o.payload, o.attempts, o.lease_until
      """
          .formatted(MOST);

  /**
   * Those that say the same one after the other, so that a flood leaves room for others. It looks
   * at so many of the oldest and of the newest that come first in their lines, however many wait:
   * what comes while a flood lasts is among the newest.
   */
  static final String CLAIM_IN_TURNS =
      """
      with able as not materialized (
        select q.id, q.topic, q.payload
        from outbox q
        where q.due_at <= $1::timestamptz and q.topic = any($3::int2[])
          and (q.lease_until is null or q.lease_until <= $1::timestamptz)
          and not exists (
            select 1 from outbox b
            where b.order_key = q.order_key and b.id < q.id and b.topic = any($3::int2[])))
      update outbox o
      set lease_until = $2::timestamptz, attempts = least(o.attempts + 1, 1000)
      from (
        select p.id
        from outbox p
        join (
          select w.id, row_number() over (partition by w.topic, w.payload order by w.id) as turn
          from (
            (select * from able order by id limit %1$d)
            union
            (select * from able order by id desc limit %1$d)) w) t on t.id = p.id
        where p.due_at <= $1::timestamptz
          and (p.lease_until is null or p.lease_until <= $1::timestamptz)
        order by t.turn, p.id
        limit %2$d
        for update of p skip locked) d
      where o.id = d.id
      returning o.id, o.tenant, o.topic, o.order_key, o.payload, o.attempts, o.lease_until
      """
          .formatted(SEEN, MOST);

  /** Only under the lease it was taken with: after that, it may be in other hands. */
  static final String DONE =
      """
      delete from outbox o
      using unnest($1::int8[], $2::timestamptz[]) u(id, lease_until)
      where o.id = u.id and o.lease_until = u.lease_until
      """;

  static final String LATE =
      """
      update outbox o
      set due_at = u.due_at, lease_until = null
      from unnest($1::int8[], $2::timestamptz[], $3::timestamptz[]) u(id, lease_until, due_at)
      where o.id = u.id and o.lease_until = u.lease_until
      """;

  /** The oldest parcel of these topics. */
  static final String OLDEST =
      "select o.id from outbox o where o.topic = any($1::int2[]) order by o.id limit 1";

  static final String SUBSCRIPTIONS = "select s.number, s.types from subscriptions s";

  static final String HOLD_SUBSCRIPTIONS = "select s.number from subscriptions s for update";

  /** The hint travels with the commit, so that no process misses one that is true. */
  static final String SUBSCRIBE =
      """
      with changed as (
        update subscriptions set number = number + 1, types = $1::text[] returning number)
      select pg_notify($2::text, '')::text from changed
      """;

  /** Locks what is to be handed on; what was taken away meanwhile is missing. */
  static final String STILL_THERE =
      "select o.id from outbox o where o.id = any($1::int8[]) order by o.id for share";

  /** In the order in which others lock them. */
  static final String DROP =
      """
      delete from outbox o
      using (
        select p.id from outbox p
        where p.topic = $1::int2 and p.order_key = any($2::int8[])
        order by p.id
        for update) d
      where o.id = d.id
      """;

  /** What is being settled now is as good as handed on. */
  static final String MOVE =
      """
      update outbox o
      set order_key = $2::int8
      from (
        select id from outbox where order_key = $1::int8 order by id for update skip locked) d
      where o.id = d.id
      """;

  private OutboxStore() {}

  static Backlog backlog(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    Long oldest = row.getLong(1);
    return new Backlog(row.getLong(0), oldest == null ? null : Ids.instantOf(oldest));
  }

  static Set<Long> ids(RowSet<Row> rows) {
    var ids = new HashSet<Long>();
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  static Subscriptions.Known known(RowSet<Row> rows) {
    var row = rows.iterator().next();
    return new Subscriptions.Known(row.getLong(0), Set.of(row.getArrayOfStrings(1)));
  }

  static Object ids(Collection<Claimed> claimed) {
    return claimed.stream().map(one -> one.parcel().id()).toArray(Long[]::new);
  }

  static Object leases(Collection<Claimed> claimed) {
    return claimed.stream().map(Claimed::leaseUntil).toArray(Instant[]::new);
  }

  static Object[] rows(List<Parcel> parcels, Instant dueAt) {
    return new Object[] {
      parcels.stream().map(Parcel::id).toArray(Long[]::new),
      parcels.stream().map(Parcel::tenant).toArray(Integer[]::new),
      parcels.stream().map(Parcel::topic).toArray(Short[]::new),
      parcels.stream().map(Parcel::orderKey).toArray(Long[]::new),
      parcels.stream().map(Parcel::payload).toArray(String[]::new),
      dueAt
    };
  }

  static @Nullable Instant next(RowSet<Row> rows) {
    var next = rows.iterator().next().getOffsetDateTime(0);
    return next == null ? null : next.toInstant();
  }

  static List<Claimed> claimed(RowSet<Row> rows) {
    var claimed = new ArrayList<Claimed>(rows.size());
    for (var row : rows) {
      var parcel =
          new Parcel(
              row.getLong(0), row.getInteger(1), row.getShort(2), row.getLong(3), row.getString(4));
      claimed.add(new Claimed(parcel, row.getShort(5), row.getOffsetDateTime(6).toInstant()));
    }
    claimed.sort(Comparator.comparingLong(one -> one.parcel().id()));
    return claimed;
  }
}
