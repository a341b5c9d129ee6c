package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The database's time, measured on a connection that is open already: the answer of the quickest of
 * three round trips, taken for the middle of it.
 */
final class TimeStore {
  private static final String NOW = "select clock_timestamp() as now";
  private static final int TRIPS = 3;
  private static final int PATIENCE_S = 15;

  private final Pool pool;
  private final DatabaseClock clock;

  TimeStore(Pool pool, DatabaseClock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** Sets the clock of this process by the database's. */
  Future<Void> measure() {
    return pool.getConnection()
        .compose(connection -> best(connection, TRIPS).eventually(() -> connection.close()))
        .timeout(PATIENCE_S, TimeUnit.SECONDS)
        .recover(TimeStore::understood)
        .map(
            trip -> {
              clock.set(trip.answer, trip.middle());
              return null;
            });
  }

  private static Future<Trip> understood(Throwable error) {
    return Future.failedFuture(
        error instanceof TimeoutException
            ? new DatabaseGone("the database did not tell the time in " + PATIENCE_S + " s", error)
            : Failures.of(error));
  }

  private static Future<Trip> best(SqlConnection connection, int trips) {
    return trip(connection)
        .compose(
            one ->
                trips == 1
                    ? Future.succeededFuture(one)
                    : best(connection, trips - 1).map(one::quicker));
  }

  private static Future<Trip> trip(SqlConnection connection) {
    long sent = DatabaseClock.monotonicMicros();
    return connection
        .query(NOW)
        .execute()
        .map(
            rows ->
                new Trip(
                    rows.iterator().next().getOffsetDateTime("now").toInstant(),
                    sent,
                    DatabaseClock.monotonicMicros()));
  }

  private record Trip(Instant answer, long sent, long received) {
    Trip quicker(Trip other) {
      return other.received - other.sent < received - sent ? other : this;
    }

    long middle() {
      return sent + (received - sent) / 2;
    }
  }
}
