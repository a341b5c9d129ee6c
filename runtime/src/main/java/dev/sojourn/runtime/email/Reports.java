package dev.sojourn.runtime.email;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.DatabaseGone;
import dev.sojourn.runtime.database.Rounds;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.preference.Suppressions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What providers report of mails: stored at once, and followed by any process that works, so that
 * neither a hiccup of the database nor a kill loses a bounce. What was followed is followed in the
 * transaction that says so.
 */
public final class Reports {
  private static final Logger log = LoggerFactory.getLogger(Reports.class);
  private static final String CHANNEL = "sojourn_reports";
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Somebody else may be at what is due: no reason to ask without pause. */
  private static final Duration LEAST = Duration.ofMillis(10);

  private static final int BATCH = 100;

  private final Database database;
  private final InstantSource clock;
  private final Following following;
  private final Rounds rounds;
  private int limit = BATCH;
  private volatile boolean opened;

  /**
   * What reports are told to.
   *
   * @param mentioned whether any journey names an event of the service's own
   */
  public record Rooms(Outbox outbox, Suppressions suppressions, Predicate<String> mentioned) {}

  /**
   * The reports of a database.
   *
   * @param clock what is due is judged by it; the database's own outside tests
   */
  public Reports(Vertx vertx, Database database, InstantSource clock, Rooms rooms) {
    this.database = database;
    this.clock = clock;
    this.following = new Following(database, rooms);
    this.rounds = Rounds.on(vertx.getOrCreateContext(), this::round, this::failed);
  }

  /**
   * Stores what a provider delivered, once; done when nothing can lose it.
   *
   * @param deliveryId what tells a delivery from others of the provider
   * @param body a report that can be read
   */
  public Future<Void> take(String provider, String deliveryId, String body) {
    return database
        .run(ReportStore.TAKE, database.ids().next(), provider, deliveryId, body, clock.instant())
        .onSuccess(stored -> hint())
        .mapEmpty();
  }

  /** Follows reports from now on, of all processes. */
  public Future<Void> open() {
    opened = true;
    nudge();
    database.whenDue(ReportStore.OVERDUE, this::nudge);
    return database.listen(CHANNEL, this::nudge);
  }

  /** Looks for reports now. */
  void nudge() {
    rounds.nudge();
  }

  /** Follows nothing new; done when what is under way is. */
  public Future<Void> close() {
    return rounds.close();
  }

  /** Forgets reports that were followed before an instant, at most so many. */
  public Future<Integer> forget(Tx tx, Instant before, int most) {
    return tx.run(ReportStore.FORGET, before, most).map(rows -> rows.rowCount());
  }

  private void hint() {
    if (opened) {
      nudge();
    } else {
      database.notify(CHANNEL);
    }
  }

  /** Follows what is due; answers how long to rest. */
  private Future<@Nullable Duration> round() {
    return database
        .transaction(tx -> following.some(tx, limit, clock.instant()))
        .compose(
            more -> {
              limit = Math.min(BATCH, limit * 2);
              return more && !rounds.isInterrupted() ? round() : rest();
            });
  }

  private Future<@Nullable Duration> rest() {
    return database
        .run(ReportStore.NEXT)
        .map(ReportStore::next)
        .map(
            next ->
                next.map(due -> Duration.between(clock.instant(), due).plusMillis(1))
                    .map(wait -> wait.compareTo(LEAST) < 0 ? LEAST : wait)
                    .orElse(null))
        .otherwise(AGAIN);
  }

  /** A batch that fails is halved until what fails stands alone; then that is put off. */
  private Duration failed(Throwable failure) {
    log.warn("reports of providers were not followed: {}", failure.getMessage());
    if (!(failure instanceof DatabaseGone)) {
      if (limit == 1) {
        following
            .putOff(clock.instant())
            .onFailure(again -> log.warn("a report was not put off: {}", again.getMessage()));
      }
      limit = Math.max(1, limit / 2);
    }
    return AGAIN;
  }
}
