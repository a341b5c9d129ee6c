package dev.sojourn.runtime.outbound;

import dev.sojourn.core.replay.Json;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SQL of endpoints. */
final class EndpointStore {
  private static final Logger log = LoggerFactory.getLogger(EndpointStore.class);

  private static final String COLUMNS =
      """
      select e.id, e.url, e.description, e.kind, e.config, e.secret, e.previous_secret,
        e.previous_until, e.event_types, e.disabled, e.last_delivery_at, e.created_at, e.updated_at
      from webhook_endpoints e
      """;

  static final String ENABLED = COLUMNS + " where not e.disabled order by e.id";

  static final String ONE = COLUMNS + " where e.id = $1::int8";

  static final String HOLD = ONE + " for update";

  static final String PAGE = COLUMNS + " order by e.id desc limit $1::int4 offset $2::int4";

  static final String COUNT = "select count(*) from webhook_endpoints";

  static final String ADD =
      """
      insert into webhook_endpoints(id, url, description, kind, config, secret, secret_prefix,
        previous_secret, previous_until, event_types, disabled, created_at, updated_at)
      values ($1::int8, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text,
        $9::timestamptz, $10::text[], $11::bool, $12::timestamptz, $12::timestamptz)
      """;

  static final String CHANGE =
      """
      update webhook_endpoints
      set url = $2::text, description = $3::text, kind = $4::text, config = $5::text,
        secret = $6::text, secret_prefix = $7::text, previous_secret = $8::text,
        previous_until = $9::timestamptz, event_types = $10::text[], disabled = $11::bool,
        updated_at = $12::timestamptz,
        failing_since = case when $11::bool then failing_since end
      where id = $1::int8
      """;

  static final String DELETE = "delete from webhook_endpoints where id = $1::int8";

  static final String ANY_OF_KIND =
      "select exists (select from webhook_endpoints e where e.kind = $1::text)";

  static final String WANTED =
      """
      select coalesce(array_agg(distinct t.type), '{}')
      from webhook_endpoints e, unnest(e.event_types) t(type)
      where not e.disabled
      """;

  private EndpointStore() {}

  /** One that cannot be read, since the secret of the installation changed, is told and missing. */
  static List<Endpoint> endpoints(RowSet<Row> rows, Vault vault) {
    var endpoints = new ArrayList<Endpoint>(rows.size());
    for (var row : rows) {
      try {
        endpoints.add(endpoint(row, vault));
      } catch (IllegalStateException unreadable) {
        log.error("endpoint {} is told nothing: {}", row.getLong(0), unreadable.getMessage());
      }
    }
    return endpoints;
  }

  static Set<String> wanted(RowSet<Row> rows) {
    return new TreeSet<>(List.of(rows.iterator().next().getArrayOfStrings(0)));
  }

  static @Nullable Object[] row(Endpoint endpoint, Vault vault) {
    var secret = endpoint.secret();
    var config = endpoint.target().config();
    return new @Nullable Object[] {
      endpoint.id(),
      endpoint.url(),
      endpoint.description(),
      endpoint.target().kind(),
      config.isEmpty() ? null : vault.seal(Json.write(config)),
      secret.current() == null ? null : vault.seal(secret.current()),
      secret.prefix(),
      secret.previous() == null ? null : vault.seal(secret.previous()),
      secret.previousUntil(),
      endpoint.eventTypes().toArray(String[]::new),
      endpoint.disabled(),
      endpoint.times().updatedAt()
    };
  }

  private static Endpoint endpoint(Row row, Vault vault) {
    return new Endpoint(
        row.getLong(0),
        row.getString(1),
        row.getString(2),
        new Endpoint.Target(row.getString(3), config(row.getString(4), vault)),
        new Endpoint.Secret(
            opened(row.getString(5), vault), opened(row.getString(6), vault), instant(row, 7)),
        List.of(row.getArrayOfStrings(8)),
        row.getBoolean(9),
        new Endpoint.Times(
            instant(row, 10),
            row.getOffsetDateTime(11).toInstant(),
            row.getOffsetDateTime(12).toInstant()));
  }

  private static Map<String, String> config(@Nullable String sealed, Vault vault) {
    var config = new LinkedHashMap<String, String>();
    if (sealed != null && Json.read(vault.open(sealed)) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> config.put(String.valueOf(name), String.valueOf(value)));
    }
    return config;
  }

  private static @Nullable String opened(@Nullable String sealed, Vault vault) {
    return sealed == null ? null : vault.open(sealed);
  }

  private static @Nullable Instant instant(Row row, int column) {
    var time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
