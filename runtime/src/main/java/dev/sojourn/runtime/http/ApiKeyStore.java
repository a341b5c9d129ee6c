package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.LockNumbers;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The SQL of keys. */
final class ApiKeyStore {
  /** Bars others from minting the first key at the same time; a number space of two integers. */
  private static final String LOCK_MINTING =
      "select count(pg_advisory_xact_lock("
          + LockNumbers.FIRST_KEY
          + ", 1)::text) from (values (1)) as one";

  private static final String ANY_KEY = "select exists (select from api_keys) as any_key";

  private static final String IN_FORCE =
      """
      select id, name, hash, scopes, allowed_origins, expires_at
      from api_keys
      where revoked_at is null
      """;

  private static final String ADD =
      """
      insert into api_keys(id, name, hash, prefix, scopes, allowed_origins, created_by, created_at,
        expires_at)
      values ($1::int8, $2::text, $3::bytea, $4::text, $5::text[], $6::text[], $7::text,
        $8::timestamptz, $9::timestamptz)
      on conflict (hash) do update set name = excluded.name, scopes = excluded.scopes
      """;

  /** The hint is part of the transaction: who can be told of keys is told of this. */
  private static final String REVOKE =
      """
      with gone as (
        update api_keys set revoked_at = $3::timestamptz
        where revoked_at is null and (id = $1::int8 or name = $2::text)
        returning id)
      select id, pg_notify('sojourn_keys', '')::text from gone
      """;

  private static final String PAGE =
      """
      select id, name, prefix, scopes, allowed_origins, created_by, created_at, expires_at,
        revoked_at, last_used_at, count(*) over () as total
      from api_keys
      where $1::boolean or revoked_at is null
      order by created_at desc, id desc
      limit $2::int4 offset $3::int4
      """;

  private static final String ONE =
      """
      select id, name, prefix, scopes, allowed_origins, created_by, created_at, expires_at,
        revoked_at, last_used_at, 1::int8 as total
      from api_keys
      where id = $1::int8
      """;

  private static final String USED =
      """
      update api_keys set last_used_at = $2::timestamptz
      where id = $1::int8 and (last_used_at is null or last_used_at < $3::timestamptz)
      """;

  private static final Duration NOTED_EACH = Duration.ofMinutes(1);

  private final Database database;

  ApiKeyStore(Database database) {
    this.database = database;
  }

  Future<List<KeyRing.Entry>> inForce() {
    return database
        .run(IN_FORCE)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(this::entry).toList());
  }

  Future<Void> lockMinting(Tx tx) {
    return tx.run(LOCK_MINTING).mapEmpty();
  }

  Future<Boolean> isAnyThere(Tx tx) {
    return tx.run(ANY_KEY).map(rows -> rows.iterator().next().getBoolean("any_key"));
  }

  Future<Void> add(Tx tx, long id, NewKey key, String text, Instant now) {
    return tx.run(
            ADD,
            id,
            key.name(),
            KeyText.hash(text),
            KeyText.prefix(text),
            key.scopes().stream().map(Scope::wire).sorted().toArray(String[]::new),
            key.allowedOrigins().toArray(String[]::new),
            key.createdBy(),
            now,
            key.expiresAt())
        .mapEmpty();
  }

  /** Revokes the key of an id, or those of a name; answers how many. */
  Future<Integer> revoke(long id, @Nullable String name, Instant now) {
    return database.run(REVOKE, id, name, now).map(rows -> rows.rowCount());
  }

  Future<KeyPage> page(boolean revokedToo, int limit, int offset) {
    return database.run(PAGE, revokedToo, limit, offset).map(ApiKeyStore::page);
  }

  Future<KeyPage> one(long id) {
    return database.run(ONE, id).map(ApiKeyStore::page);
  }

  /** Notes that a key was used, at most once a minute over all processes. */
  Future<Void> used(long id, Instant now) {
    return database.run(USED, id, now, now.minus(NOTED_EACH)).mapEmpty();
  }

  private static KeyPage page(RowSet<Row> rows) {
    List<KeyPage.Item> items = new ArrayList<>();
    long total = 0;
    for (Row row : rows) {
      total = row.getLong("total");
      items.add(
          new KeyPage.Item(
              row.getLong("id"),
              row.getString("name"),
              row.getString("prefix"),
              List.of(row.getArrayOfStrings("scopes")),
              List.of(row.getArrayOfStrings("allowed_origins")),
              row.getString("created_by"),
              instant(row, "created_at"),
              instant(row, "expires_at"),
              instant(row, "revoked_at"),
              instant(row, "last_used_at")));
    }
    return new KeyPage(items, total);
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  private KeyRing.Entry entry(Row row) {
    Set<Scope> scopes =
        Arrays.stream(row.getArrayOfStrings("scopes"))
            .map(Scope::of)
            .collect(Collectors.toUnmodifiableSet());
    ApiKey key =
        new ApiKey(
            row.getLong("id"),
            row.getString("name"),
            scopes,
            List.of(row.getArrayOfStrings("allowed_origins")),
            instant(row, "expires_at"),
            false);
    return new KeyRing.Entry(row.getBuffer("hash").getBytes(), key);
  }
}
