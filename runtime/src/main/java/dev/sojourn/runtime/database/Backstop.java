package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what is due and was hinted to nobody, since who put it there died, or since this machine
 * was suspended: once a minute, for all rooms in one statement. A room that has nothing to do need
 * not look by itself.
 */
final class Backstop {
  private static final Logger log = LoggerFactory.getLogger(Backstop.class);
  private static final Duration APART = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final Database database;
  private final List<Due> all = new CopyOnWriteArrayList<>();
  private final long timer;

  Backstop(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
    this.timer = vertx.setPeriodic(APART.toMillis(), rung -> look());
  }

  /** A query that has a row if there is something to do, and who does it. */
  private record Due(String query, Runnable told) {}

  void add(String query, Runnable told) {
    all.add(new Due(query, told));
  }

  /** Tells each room for which there is something; done when all are told. */
  Future<Void> look() {
    var asked = List.copyOf(all);
    if (asked.isEmpty()) {
      return Future.succeededFuture();
    }
    var statement =
        asked.stream()
            .map(due -> "exists (" + due.query() + ")")
            .collect(Collectors.joining(", ", "select ", ""));
    return database
        .run(statement, database.clock().instant())
        .map(rows -> rows.iterator().next())
        .onSuccess(
            row -> {
              for (int i = 0; i < asked.size(); i++) {
                if (row.getBoolean(i)) {
                  asked.get(i).told().run();
                }
              }
            })
        .onFailure(error -> log.warn("it is not known what is due: {}", error.getMessage()))
        .mapEmpty();
  }

  void close() {
    vertx.cancelTimer(timer);
  }
}
