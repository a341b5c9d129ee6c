package dev.sojourn.runtime.outbound;

import dev.sojourn.runtime.database.PublicIds;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of deliveries while they are tried. */
final class DeliveryStore {
  /** So many of each endpoint as it may have; those that somebody else takes now are left out. */
  static final String CLAIM =
      """
      update webhook_deliveries d
      set status = 'sending', epoch = d.epoch + 1, attempts = d.attempts + 1,
        due_at = $4::timestamptz
      from (
        select c.id
        from unnest($1::int8[], $2::int4[]) e(id, most)
        cross join lateral (
          select w.id
          from webhook_deliveries w
          where w.endpoint_id = e.id and w.status in ('pending', 'sending')
            and w.due_at <= $3::timestamptz
          order by w.due_at, w.id
          limit e.most
          for update skip locked) c) t
      join webhook_deliveries o on o.id = t.id
      join webhook_messages m on m.id = o.message_id
      join webhook_endpoints p on p.id = o.endpoint_id
      where d.id = t.id
      returning d.id, d.endpoint_id, d.message_id, d.epoch, d.attempts, d.response_status, m.type,
        m.body, p.updated_at
      """;

  static final String NEXT =
      """
      select min(n.due_at)
      from unnest($1::int8[]) e(id)
      cross join lateral (
        select w.due_at
        from webhook_deliveries w
        where w.endpoint_id = e.id and w.status in ('pending', 'sending')
        order by w.due_at, w.id
        limit 1) n
      """;

  static final String OVERDUE =
      """
      select from webhook_endpoints e
      cross join lateral (
        select from webhook_deliveries w
        where w.endpoint_id = e.id and w.status in ('pending', 'sending')
          and w.due_at <= $1::timestamptz
        order by w.due_at
        limit 1) d
      where not e.disabled
      """;

  static final String SETTLE =
      """
      update webhook_deliveries d
      set status = case when u.status = 'pending' and e.disabled then 'discarded'
          else u.status end,
        due_at = coalesce(u.due_at, d.due_at),
        last_attempt_at = u.at,
        delivered_at = case when u.status = 'delivered' then u.at else d.delivered_at end,
        response_status = u.response_status,
        response_snippet = u.response_snippet,
        last_error = u.error
      from unnest($1::int8[], $2::int4[], $3::text[], $4::timestamptz[], $5::timestamptz[],
        $6::int4[], $7::text[], $8::text[])
        u(id, epoch, status, due_at, at, response_status, response_snippet, error),
        webhook_endpoints e
      where d.id = u.id and d.epoch = u.epoch and d.status = 'sending' and e.id = d.endpoint_id
      returning d.id
      """;

  /** Bookkeeping: whoever holds an endpoint now says it another time. */
  static final String SEEN =
      """
      update webhook_endpoints e
      set last_delivery_at = case when t.good then t.at else e.last_delivery_at end,
        failing_since = case when t.good then null else coalesce(e.failing_since, t.at) end
      from (
        select w.id, u.good, u.at
        from unnest($1::int8[], $2::bool[], $3::timestamptz[]) u(id, good, at)
        join webhook_endpoints w on w.id = u.id
        where case when u.good
          then w.failing_since is not null or w.last_delivery_at is null
            or w.last_delivery_at < u.at - interval '5 seconds'
          else w.failing_since is null end
        order by w.id
        for no key update of w skip locked) t
      where e.id = t.id
      """;

  static final String FAILING =
      """
      select e.id from webhook_endpoints e
      where e.id = any($1::int8[]) and not e.disabled and e.failing_since < $2::timestamptz
      """;

  static final String BURY =
      """
      insert into dead_letters(id, source, source_id, payload, error, created_at)
      select u.id, 'webhook-delivery', u.delivery_id,
        jsonb_build_object('endpointId', u.endpoint, 'webhookId', u.message, 'eventType', u.type,
          'attempts', u.attempts),
        u.error, $8::timestamptz
      from unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::int4[],
        $7::text[]) u(id, delivery_id, endpoint, message, type, attempts, error)
      """;

  static final String DISCARD =
      """
      update webhook_deliveries
      set status = 'discarded'
      where endpoint_id = $1::int8 and status = 'pending'
      """;

  private DeliveryStore() {}

  static Object[] asks(Map<Long, Integer> asks, Instant now, Instant until) {
    return new Object[] {
      asks.keySet().toArray(Long[]::new), asks.values().toArray(Integer[]::new), now, until
    };
  }

  static List<Claimed> claimed(RowSet<Row> rows) {
    var claimed = new ArrayList<Claimed>(rows.size());
    for (var row : rows) {
      claimed.add(
          new Claimed(
              row.getLong(0),
              row.getLong(1),
              row.getLong(2),
              row.getInteger(3),
              row.getInteger(4),
              row.getInteger(5),
              row.getString(6),
              row.getString(7),
              row.getOffsetDateTime(8).toInstant()));
    }
    return claimed;
  }

  static Set<Long> ids(RowSet<Row> rows) {
    var ids = new LinkedHashSet<Long>();
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  static Optional<Instant> next(RowSet<Row> rows) {
    return Optional.ofNullable(rows.iterator().next().getOffsetDateTime(0))
        .map(OffsetDateTime::toInstant);
  }

  static @Nullable Object[] settled(List<Outcome> outcomes) {
    return new @Nullable Object[] {
      outcomes.stream().map(one -> one.claim().id()).toArray(Long[]::new),
      outcomes.stream().map(one -> one.claim().epoch()).toArray(Integer[]::new),
      outcomes.stream().map(Outcome::wire).toArray(String[]::new),
      outcomes.stream().map(Outcome::dueAt).toArray(Instant[]::new),
      outcomes.stream().map(Outcome::at).toArray(Instant[]::new),
      outcomes.stream().map(Outcome::status).toArray(Integer[]::new),
      outcomes.stream().map(Outcome::said).toArray(String[]::new),
      outcomes.stream().map(Outcome::error).toArray(String[]::new)
    };
  }

  static Object[] seen(Map<Long, Outcome> byEndpoint) {
    var last = byEndpoint.values();
    return new Object[] {
      byEndpoint.keySet().toArray(Long[]::new),
      last.stream().map(Outcome::isDelivered).toArray(Boolean[]::new),
      last.stream().map(Outcome::at).toArray(Instant[]::new)
    };
  }

  static Object[] buried(List<Outcome> dead, List<Long> ids, PublicIds faces, Instant now) {
    return new Object[] {
      ids.toArray(Long[]::new),
      dead.stream().map(one -> one.claim().id()).toArray(Long[]::new),
      dead.stream().map(one -> faces.face(one.claim().endpointId())).toArray(String[]::new),
      dead.stream().map(one -> "msg_" + faces.face(one.claim().messageId())).toArray(String[]::new),
      dead.stream().map(one -> one.claim().type()).toArray(String[]::new),
      dead.stream().map(one -> one.claim().attempt()).toArray(Integer[]::new),
      dead.stream().map(one -> String.valueOf(one.error())).toArray(String[]::new),
      now
    };
  }
}
