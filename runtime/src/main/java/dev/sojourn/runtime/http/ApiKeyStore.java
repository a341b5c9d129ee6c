package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.LockNumbers;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

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
      select id, name, hash, scopes, expires_at
      from api_keys
      where revoked_at is null
      """;

  private static final String ADD =
      """
      insert into api_keys(id, name, hash, scopes, created_at)
      values ($1::int8, $2::text, $3::bytea, $4::text[], $5::timestamptz)
      on conflict (hash) do update set name = excluded.name, scopes = excluded.scopes
      """;

  private static final String REVOKE =
      """
      update api_keys set revoked_at = $2::timestamptz
      where name = $1::text and revoked_at is null
      """;

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

  Future<Void> add(Tx tx, long id, String name, String text, Set<Scope> scopes, Instant now) {
    return tx.run(
            ADD,
            id,
            name,
            KeyText.hash(text),
            scopes.stream().map(Scope::wire).sorted().toArray(String[]::new),
            now)
        .mapEmpty();
  }

  Future<Integer> revoke(String name, Instant now) {
    return database.run(REVOKE, name, now).map(rows -> rows.rowCount());
  }

  private KeyRing.Entry entry(Row row) {
    OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
    Set<Scope> scopes =
        Arrays.stream(row.getArrayOfStrings("scopes"))
            .map(Scope::of)
            .collect(Collectors.toUnmodifiableSet());
    ApiKey key =
        new ApiKey(
            row.getLong("id"),
            row.getString("name"),
            scopes,
            expiresAt == null ? null : expiresAt.toInstant());
    return new KeyRing.Entry(row.getBuffer("hash").getBytes(), key);
  }
}
