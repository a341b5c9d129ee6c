package dev.sojourn.runtime.audit;

import dev.sojourn.runtime.database.Ids;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SQL of the audit log. */
final class AuditStore {
  static final String ADD =
      """
      insert into audit_logs(id, actor, actor_key_id, action, resource, resource_id, fields, path,
        status, ip, created_at)
      select u.id, u.actor, u.actor_key_id, u.action, u.resource, u.resource_id, u.fields, u.path,
        u.status, u.ip, u.created_at
      from unnest($1::int8[], $2::text[], $3::int8[], $4::text[], $5::text[], $6::text[],
        $7::text[], $8::text[], $9::int4[], $10::text[], $11::timestamptz[])
        u(id, actor, actor_key_id, action, resource, resource_id, fields, path, status, ip,
          created_at)
      order by u.id
      on conflict (id) do nothing
      """;

  /** An entry has its id a moment after its time. */
  private static final Duration BETWEEN = Duration.ofMinutes(10);

  private static final Instant FIRST = Ids.instantOf(0);
  private static final Instant LAST = Ids.instantOf(Long.MAX_VALUE).minus(BETWEEN);

  /** Ids grow with time, so what is asked for is a range of them, which the primary key finds. */
  private static final String FITTING =
      """
      where l.tenant = 0
        and ($1::text is null or l.actor = $1::text)
        and ($2::text is null or l.resource = $2::text)
        and ($3::text is null or l.action = $3::text)
        and ($4::timestamptz is null or l.created_at >= $4::timestamptz)
        and ($5::timestamptz is null or l.created_at < $5::timestamptz)
        and l.id > $6::int8 and l.id <= $7::int8
      """;

  static final String COUNT = "select count(*) from audit_logs l\n" + FITTING;

  static final String PAGE =
      "select l.id, l.actor, l.actor_key_id, l.action, l.resource, l.resource_id, l.fields, l.path,"
          + " l.status, l.ip, l.created_at\nfrom audit_logs l\n"
          + FITTING
          + """
          order by l.id desc
          limit $8::int4 offset $9::int4
          """;

  static final String FORGET =
      """
      delete from audit_logs l using (
        select id from audit_logs where id <= $1::int8
        order by id limit $2::int4 for update skip locked) past
      where l.id = past.id
      """;

  private AuditStore() {}

  static Object[] rows(List<AuditPage.Item> items) {
    return new Object[] {
      items.stream().map(AuditPage.Item::id).toArray(Long[]::new),
      texts(items, AuditEntry::actor),
      items.stream().map(item -> item.entry().actorKeyId()).toArray(Long[]::new),
      texts(items, AuditEntry::action),
      texts(items, AuditEntry::resource),
      texts(items, AuditEntry::resourceId),
      texts(items, entry -> String.join(",", entry.fields())),
      texts(items, AuditEntry::path),
      items.stream().map(item -> item.entry().status()).toArray(Integer[]::new),
      texts(items, AuditEntry::ip),
      items.stream().map(item -> item.entry().at()).toArray(Instant[]::new)
    };
  }

  /** NUL is the one character that no text is stored with. */
  private static @Nullable String[] texts(
      List<AuditPage.Item> items, Function<AuditEntry, @Nullable String> part) {
    @Nullable String[] texts = new @Nullable String[items.size()];
    for (int i = 0; i < texts.length; i++) {
      String text = part.apply(items.get(i).entry());
      texts[i] = text == null ? null : text.replace("\0", "");
    }
    return texts;
  }

  static @Nullable Object[] of(AuditFilter filter) {
    return fitting(filter, last(filter.until())).toArray();
  }

  static @Nullable Object[] of(AuditFilter filter, int limit, int offset) {
    Long before = filter.beforeId();
    long last = last(filter.until());
    List<@Nullable Object> asked =
        fitting(filter, before == null ? last : Math.min(last, before - 1));
    asked.add(limit);
    asked.add(offset);
    return asked.toArray();
  }

  private static List<@Nullable Object> fitting(AuditFilter filter, long last) {
    return new ArrayList<>(
        Arrays.asList(
            filter.actor(),
            filter.resource(),
            filter.action(),
            filter.from(),
            filter.until(),
            after(filter.from()),
            last));
  }

  private static long after(@Nullable Instant from) {
    if (from == null || from.isBefore(FIRST)) {
      return Long.MIN_VALUE;
    }
    return from.isAfter(LAST) ? Long.MAX_VALUE : Ids.lastOf(from.minus(BETWEEN));
  }

  private static long last(@Nullable Instant until) {
    if (until == null || until.isAfter(LAST)) {
      return Long.MAX_VALUE;
    }
    return until.isBefore(FIRST) ? Long.MIN_VALUE : Ids.lastOf(until.plus(BETWEEN));
  }

  static List<AuditPage.Item> items(RowSet<Row> rows) {
    List<AuditPage.Item> items = new ArrayList<>(rows.size());
    for (Row row : rows) {
      String fields = row.getString("fields");
      items.add(
          new AuditPage.Item(
              row.getLong("id"),
              new AuditEntry(
                  row.getString("actor"),
                  row.getLong("actor_key_id"),
                  row.getString("action"),
                  row.getString("resource"),
                  row.getString("resource_id"),
                  fields == null || fields.isEmpty() ? List.of() : List.of(fields.split(",")),
                  row.getString("path"),
                  row.getInteger("status"),
                  row.getString("ip"),
                  row.getOffsetDateTime("created_at").toInstant())));
    }
    return items;
  }
}
