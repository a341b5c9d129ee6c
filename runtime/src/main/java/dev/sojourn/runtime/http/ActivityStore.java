package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The SQL of what was done lately, over all processes. */
final class ActivityStore {
  /** How far back it looks. */
  static final Duration WINDOW = Duration.ofHours(24);

  /** Nobody waits longer for it; and the index by end, a BRIN, is read by bitmap scans alone. */
  private static final String BOUNDS =
      """
      select set_config('statement_timeout', '1500', true),
             set_config('enable_bitmapscan', 'on', true)
      """;

  private static final String JOURNEYS =
      """
      select count(*) filter (where status = 'failed') as failed,
             count(*) filter (where status = 'completed') as done
      from enrolments where ended_at > $1::timestamptz
      """;

  /** Ids grow with time, so the window is a range of them. */
  private static final String EMAILS =
      """
      select count(*) filter (where status = 'failed') as failed,
             count(sent_at) as done
      from sends where id > $1::int8
      """;

  private static final String HELD = "select min(h.held_at) as since from send_holds h";

  /** Since when mails are held; null while they are not. */
  record Held(@Nullable Instant since) {}

  /** How many ended badly, and how many well. */
  record Counts(long failed, long done) {}

  private final Database database;

  ActivityStore(Database database) {
    this.database = database;
  }

  /** Enrolments that ended in the window. */
  Future<Counts> journeys() {
    return counts(JOURNEYS, since());
  }

  /** Mails asked for in the window. */
  Future<Counts> emails() {
    return counts(EMAILS, Ids.lastOf(since()));
  }

  /** Whether mails are held in all processes. */
  Future<Held> held() {
    return database
        .run(HELD)
        .map(rows -> rows.iterator().next().getOffsetDateTime("since"))
        .map(since -> new Held(since == null ? null : since.toInstant()));
  }

  private Future<Counts> counts(String sql, Object since) {
    return database.transaction(
        tx -> {
          tx.run(BOUNDS);
          return tx.run(sql, since).map(ActivityStore::read);
        });
  }

  private Instant since() {
    return database.clock().instant().minus(WINDOW);
  }

  private static Counts read(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    return new Counts(row.getLong("failed"), row.getLong("done"));
  }
}
