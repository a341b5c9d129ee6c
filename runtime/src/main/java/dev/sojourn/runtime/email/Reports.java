package dev.sojourn.runtime.email;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.DatabaseGone;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.preference.Suppressions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
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
  private static final Duration SWEEP = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int BATCH = 100;

  private final Vertx vertx;
  private final Context context;
  private final Database database;
  private final InstantSource clock;
  private final Following following;
  private Future<Void> round = Future.succeededFuture();
  private long timer = -1;
  private int limit = BATCH;
  private boolean working;
  private boolean nudged;
  private volatile boolean opened;
  private volatile boolean closed;

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
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.database = database;
    this.clock = clock;
    this.following = new Following(database, rooms);
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
    return database.listen(CHANNEL, this::nudge);
  }

  /** Looks for reports now. */
  void nudge() {
    context.runOnContext(now -> work());
  }

  /** Follows nothing new; done when what is under way is. */
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return round.otherwiseEmpty();
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

  private void work() {
    nudged = true;
    if (working || closed) {
      return;
    }
    working = true;
    nudged = false;
    vertx.cancelTimer(timer);
    round = round().onComplete((next, failure) -> worked(failure)).mapEmpty();
  }

  private Future<Void> round() {
    return database
        .transaction(tx -> following.some(tx, limit, clock.instant()))
        .compose(
            more -> {
              limit = Math.min(BATCH, limit * 2);
              return more && !closed ? round() : Future.succeededFuture();
            });
  }

  /** A batch that fails is halved until what fails stands alone; then that is put off. */
  private void worked(@Nullable Throwable failure) {
    working = false;
    if (failure != null) {
      log.warn("reports of providers were not followed: {}", failure.getMessage());
      if (!(failure instanceof DatabaseGone)) {
        isolate();
      }
      sleep(AGAIN);
    } else if (nudged) {
      work();
    } else {
      database
          .run(ReportStore.NEXT)
          .map(ReportStore::next)
          .otherwise(Optional.empty())
          .onSuccess(
              next ->
                  sleep(
                      next.map(due -> Duration.between(clock.instant(), due))
                          .filter(wait -> wait.compareTo(SWEEP) < 0)
                          .orElse(SWEEP)));
    }
  }

  private void isolate() {
    if (limit == 1) {
      following
          .putOff(clock.instant())
          .onFailure(again -> log.warn("a report was not put off: {}", again.getMessage()));
    }
    limit = Math.max(1, limit / 2);
  }

  private void sleep(Duration wait) {
    context.runOnContext(
        now -> {
          if (!closed && !working) {
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(Math.max(10, wait.toMillis() + 1), rung -> work());
          }
        });
  }
}
