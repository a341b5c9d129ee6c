package dev.sojourn.runtime.outbound;

import dev.sojourn.runtime.outbox.Announced;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of messages, and of what people ask about their deliveries. */
final class MessageStore {
  static final String MATCH =
      """
      select m.place, e.id
      from unnest($1::int4[], $2::text[]) m(place, type)
      join webhook_endpoints e on not e.disabled and m.type = any(e.event_types)
      order by m.place, e.id
      """;

  static final String ADD =
      """
      insert into webhook_messages(id, tenant, contact_id, type, body, created_at)
      select u.id, u.tenant, u.contact_id, u.type, u.body, $6::timestamptz
      from unnest($1::int8[], $2::int4[], $3::int8[], $4::text[], $5::text[])
        u(id, tenant, contact_id, type, body)
      on conflict (id) do nothing
      """;

  /** What is fanned out a second time, or announced again under its key, is nothing new. */
  static final String DELIVER =
      """
      insert into webhook_deliveries(id, tenant, endpoint_id, message_id, dedupe_key, due_at,
        created_at)
      select u.id, u.tenant, u.endpoint_id, u.message_id, u.dedupe_key, $6::timestamptz,
        $6::timestamptz
      from unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[], $5::text[])
        u(id, tenant, endpoint_id, message_id, dedupe_key)
      on conflict do nothing
      """;

  static final String NOTIFY = "select pg_notify($1::text, '')::text";

  static final String PAGE =
      """
      select d.id, d.message_id, m.type, d.status, d.attempts, d.created_at, d.due_at,
        d.last_attempt_at, d.delivered_at, d.response_status, d.response_snippet, d.last_error
      from webhook_deliveries d
      join webhook_messages m on m.id = d.message_id
      where d.endpoint_id = $1::int8 and ($2::text is null or d.status = $2::text)
      order by d.id desc
      limit $3::int4 offset $4::int4
      """;

  static final String COUNT =
      """
      select count(*) from webhook_deliveries d
      where d.endpoint_id = $1::int8 and ($2::text is null or d.status = $2::text)
      """;

  static final String AGAIN =
      """
      update webhook_deliveries d
      set status = 'pending', attempts = 0, response_status = null, last_error = null,
        due_at = $2::timestamptz
      from webhook_endpoints e
      where d.id = $1::int8 and d.status = any($3::text[]) and e.id = d.endpoint_id
        and not e.disabled
      """;

  static final String EXISTS = "select d.status from webhook_deliveries d where d.id = $1::int8";

  static final String RESOLVE =
      """
      update dead_letters
      set status = 'retried', resolved_at = $2::timestamptz
      where source = 'webhook-delivery' and source_id = $1::int8 and status = 'pending'
      """;

  static final String FORGET_CONTACTS =
      "delete from webhook_messages where contact_id = any($1::int8[])";

  static final String REPOINT =
      "update webhook_messages set contact_id = $2::int8 where contact_id = $1::int8";

  /** Messages that are past their time and that nobody still has to be told. */
  static final String FORGET =
      """
      delete from webhook_messages m
      using (
        select o.id from webhook_messages o
        where o.created_at < $1::timestamptz
          and not exists (
            select from webhook_deliveries d
            join webhook_endpoints e on e.id = d.endpoint_id and not e.disabled
            where d.message_id = o.id and d.status in ('pending', 'sending'))
        order by o.id
        limit $2::int4
        for update skip locked) d
      where m.id = d.id
      """;

  private MessageStore() {}

  /** A message for an endpoint. */
  record Pair(Announced message, long endpointId) {}

  static Object[] types(List<Announced> messages) {
    var places = new Integer[messages.size()];
    for (var i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return new Object[] {places, messages.stream().map(Announced::type).toArray(String[]::new)};
  }

  static List<Pair> pairs(RowSet<Row> rows, List<Announced> messages) {
    var pairs = new ArrayList<Pair>(rows.size());
    rows.forEach(row -> pairs.add(new Pair(messages.get(row.getInteger(0)), row.getLong(1))));
    return pairs;
  }

  static @Nullable Object[] messages(Collection<Announced> some, Instant now) {
    return new @Nullable Object[] {
      some.stream().map(Announced::id).toArray(Long[]::new),
      some.stream().map(Announced::tenant).toArray(Integer[]::new),
      some.stream().map(Announced::contactId).toArray(Long[]::new),
      some.stream().map(Announced::type).toArray(String[]::new),
      some.stream().map(Announced::body).toArray(String[]::new),
      now
    };
  }

  static @Nullable Object[] deliveries(List<Pair> pairs, List<Long> ids, Instant now) {
    return new @Nullable Object[] {
      ids.toArray(Long[]::new),
      pairs.stream().map(pair -> pair.message().tenant()).toArray(Integer[]::new),
      pairs.stream().map(Pair::endpointId).toArray(Long[]::new),
      pairs.stream().map(pair -> pair.message().id()).toArray(Long[]::new),
      pairs.stream().map(pair -> pair.message().dedupeKey()).toArray(String[]::new),
      now
    };
  }

  static List<Delivery> listed(RowSet<Row> rows) {
    var deliveries = new ArrayList<Delivery>(rows.size());
    for (var row : rows) {
      var status = row.getString(3);
      var goesOn = status.equals("pending") || status.equals("sending");
      deliveries.add(
          new Delivery(
              row.getLong(0),
              row.getLong(1),
              row.getString(2),
              status,
              row.getInteger(4),
              row.getOffsetDateTime(5).toInstant(),
              goesOn ? instant(row, 6) : null,
              new Delivery.Last(
                  instant(row, 7),
                  instant(row, 8),
                  row.getInteger(9),
                  row.getString(10),
                  row.getString(11))));
    }
    return deliveries;
  }

  private static @Nullable Instant instant(Row row, int column) {
    var time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
