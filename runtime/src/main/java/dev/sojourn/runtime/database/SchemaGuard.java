package dev.sojourn.runtime.database;

import dev.sojourn.runtime.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the changes in the database with those this process knows, by id and checksum. */
public final class SchemaGuard {
  private static final Logger log = LoggerFactory.getLogger(SchemaGuard.class);

  /** A hash over a ledger, as an expression. */
  static final String LEDGER_DIGEST =
      "md5(coalesce(string_agg(id || '|' || md5sum, ',' order by orderexecuted, id), ''))";

  private static final String UNDEFINED_TABLE = "42P01";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final DatabaseConfig config;
  private final Optional<Path> changelog;

  /** A guard over a database and the operator's folder of changes. */
  public SchemaGuard(Vertx vertx, DatabaseConfig config, Optional<Path> changelog) {
    this.vertx = vertx;
    this.config = config;
    this.changelog = changelog;
  }

  /** How the schema compares. Fails with {@link DatabaseGone} when it cannot be read. */
  public Future<SchemaState> state() {
    return PgConnection.connect(vertx, Connecting.pooled(config.url()))
        .recover(error -> Future.<PgConnection>failedFuture(unreachable(error)))
        .compose(
            connection ->
                state(connection)
                    .recover(error -> Future.failedFuture(Failures.of(error)))
                    .eventually(connection::close));
  }

  /**
   * Done when the engine's track is not behind, looking again and again for so long; else fails
   * with {@link SchemaBehind}. A database that is newer is fine, and said.
   */
  public Future<SchemaState> require(Duration patience) {
    return state()
        .compose(
            state -> {
              if (state.engine().isInSync()) {
                if (!state.engine().unknown().isEmpty()) {
                  log.warn(
                      "the database's schema is newer than this process: {}",
                      state.engine().unknown());
                }
                return Future.succeededFuture(state);
              }
              return patience.isNegative() || patience.isZero()
                  ? Future.failedFuture(new SchemaBehind(state.engine().pending()))
                  : later().compose(again -> require(patience.minus(BETWEEN_LOOKS)));
            });
  }

  private Future<Void> later() {
    Promise<Void> later = Promise.promise();
    vertx.setTimer(BETWEEN_LOOKS.toMillis(), timer -> later.complete());
    return later.future();
  }

  private Future<SchemaState> state(PgConnection connection) {
    return track(connection, Changelog.engine())
        .compose(engine -> client(connection).map(client -> new SchemaState(engine, client)));
  }

  private Future<Optional<SchemaState.Track>> client(PgConnection connection) {
    return changelog
        .flatMap(Changelog::client)
        .map(client -> track(connection, client).map(Optional::of))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private Future<SchemaState.Track> track(PgConnection connection, Changelog changelog) {
    String ledger =
        """
        select id, md5sum,
          (select value from installation where name = 'schema.%s') as remembered,
          (select %s from %s) as digest
        from %s order by orderexecuted, id
        """
            .formatted(changelog.track(), LEDGER_DIGEST, changelog.ledger(), changelog.ledger());
    return connection
        .query(ledger)
        .execute()
        .transform(
            (rows, error) -> {
              if (error != null && !isNoLedger(error)) {
                return Future.failedFuture(error);
              }
              Iterable<Row> found = rows == null ? List.of() : rows;
              return compare(changelog, applied(found), isRemembered(changelog, found));
            });
  }

  private Future<SchemaState.Track> compare(
      Changelog changelog, Map<String, String> applied, boolean remembered) {
    if (remembered) {
      Optional<String> newest = newest(applied);
      return Future.succeededFuture(new SchemaState.Track(newest, newest, List.of(), List.of()));
    }
    return vertx.executeBlocking(() -> compared(applied, changelog.changes()), false);
  }

  static SchemaState.Track compared(Map<String, String> applied, List<Changelog.Change> known) {
    List<String> pending = new ArrayList<>();
    Map<String, String> unknown = new LinkedHashMap<>(applied);
    for (Changelog.Change change : known) {
      unknown.remove(change.id());
      if (!change.checksum().equals(applied.get(change.id()))) {
        pending.add(change.id());
      }
    }
    Optional<String> required =
        known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() - 1).id());
    return new SchemaState.Track(newest(applied), required, pending, List.copyOf(unknown.keySet()));
  }

  private static boolean isRemembered(Changelog changelog, Iterable<Row> rows) {
    for (Row row : rows) {
      String remembered = row.getString("remembered");
      return (changelog.fingerprint() + ":" + row.getString("digest")).equals(remembered);
    }
    return false;
  }

  private static Map<String, String> applied(Iterable<Row> rows) {
    Map<String, String> applied = new LinkedHashMap<>();
    rows.forEach(row -> applied.put(row.getString("id"), row.getString("md5sum")));
    return applied;
  }

  private static Optional<String> newest(Map<String, String> applied) {
    return applied.keySet().stream().reduce((earlier, later) -> later);
  }

  private static boolean isNoLedger(Throwable error) {
    return error instanceof PgException answer && UNDEFINED_TABLE.equals(answer.getSqlState());
  }

  private static Throwable unreachable(Throwable error) {
    return new DatabaseGone("the database cannot be reached: " + error.getMessage(), error);
  }
}
