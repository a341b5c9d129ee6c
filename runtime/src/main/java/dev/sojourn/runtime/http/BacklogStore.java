package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL of what waits, over all processes. It counts up to a bound, so it costs no more then. */
final class BacklogStore {
  /** Counting ends here: beyond it, more is no worse. */
  static final int MOST = 10_000;

  /** Of what letters are given up. */
  static final List<String> SOURCES = List.of("email", "webhook-delivery");

  private static final String BOUNDS = "select set_config('statement_timeout', '1500', true)";

  /** Ids grow with time, so the first is the oldest. */
  private static final String OUTBOX =
      """
      select count(*) as pending, min(o.id) as oldest
      from (select id from outbox order by id limit $1::int4) o
      """;

  static final String DEAD =
      """
      select d.source, count(*) as pending
      from (select source from dead_letters where status = 'pending' limit $1::int4) d
      group by d.source
      """;

  /**
   * What waits.
   *
   * @param outbox parcels that are not handed on, as far as they are counted
   * @param lag how long the oldest of them has been there; zero if there is none
   * @param dead letters that nobody has looked at, by source, as far as they are counted
   */
  record Backlog(long outbox, Duration lag, Map<String, Long> dead) {
    long dead(String source) {
      return dead.getOrDefault(source, 0L);
    }
  }

  private final Database database;

  BacklogStore(Database database) {
    this.database = database;
  }

  /** What waits now. */
  Future<Backlog> read() {
    return database.transaction(
        tx -> {
          tx.run(BOUNDS);
          var outbox = tx.run(OUTBOX, MOST);
          var dead = tx.run(DEAD, MOST);
          return Future.all(outbox, dead).map(both -> backlog(outbox.result(), dead.result()));
        });
  }

  private Backlog backlog(RowSet<Row> outbox, RowSet<Row> dead) {
    Row parcels = outbox.iterator().next();
    Map<String, Long> bySource = new HashMap<>();
    dead.forEach(row -> bySource.put(row.getString("source"), row.getLong("pending")));
    return new Backlog(parcels.getLong("pending"), age(parcels.getLong("oldest")), bySource);
  }

  private Duration age(@Nullable Long id) {
    if (id == null) {
      return Duration.ZERO;
    }
    Duration age = Duration.between(Ids.instantOf(id), database.clock().instant());
    return age.isNegative() ? Duration.ZERO : age;
  }
}
