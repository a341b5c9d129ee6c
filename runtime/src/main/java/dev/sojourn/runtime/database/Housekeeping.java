package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what has been kept long enough: once an hour, one kind after the other, a little at a
 * time, each time in a short transaction. Of all processes one at a time does it.
 */
public final class Housekeeping {
  /** The most that one chore forgets in one transaction. */
  static final int MOST = 1_000;

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration APART = Duration.ofHours(1);
  private static final String TRY_LOCK =
      "select pg_try_advisory_xact_lock(" + LockNumbers.HOUSEKEEPING + ", 1)";

  private final Vertx vertx;
  private final Database database;
  private final List<Chore> chores;
  private volatile Future<Void> round = Future.succeededFuture();
  private volatile long timer;
  private volatile boolean closed;

  /** Housekeeping that has not begun. */
  public Housekeeping(Vertx vertx, Database database, List<Chore> chores) {
    this.vertx = vertx;
    this.database = database;
    this.chores = List.copyOf(chores);
  }

  /**
   * Something to forget.
   *
   * @param what the name of it, for the log
   * @param kept how long it is kept
   */
  public record Chore(String what, Duration kept, Forgetting forgetting) {}

  /** Forgets what is older than an instant. */
  @FunctionalInterface
  public interface Forgetting {
    /** Forgets at most so many; answers how many, fewer only if there are no more. */
    Future<Integer> forget(Tx tx, Instant before, int most);
  }

  /** Begins; the first round comes in five minutes. */
  public void open() {
    next(FIRST);
  }

  /** Begins nothing new; done when the transaction under way is. */
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return round.otherwiseEmpty();
  }

  /** Forgets all there is to forget now, but what another process is at. */
  Future<Void> round() {
    Future<Void> done = Future.succeededFuture();
    for (Chore chore : chores) {
      done = done.compose(before -> all(chore).recover(why -> told(chore, why)));
    }
    return done;
  }

  private Future<Void> all(Chore chore) {
    return closed
        ? Future.succeededFuture()
        : database
            .transaction(tx -> some(tx, chore))
            .compose(more -> more ? all(chore) : Future.succeededFuture());
  }

  /** A chore that fails keeps no other from what it has to do. */
  private static Future<Void> told(Chore chore, Throwable why) {
    log.warn("{} were not forgotten, and will be next time: {}", chore.what(), why.getMessage());
    return Future.succeededFuture();
  }

  /** Some of a kind; answers whether there may be more. */
  private Future<Boolean> some(Tx tx, Chore chore) {
    Instant before = database.clock().instant().minus(chore.kept());
    return tx.run(TRY_LOCK)
        .compose(
            rows ->
                rows.iterator().next().getBoolean(0)
                    ? chore.forgetting().forget(tx, before, MOST)
                    : Future.succeededFuture(0))
        .onSuccess(
            gone -> {
              if (gone > 0) {
                log.info("forgot {} {} of before {}", gone, chore.what(), before);
              }
            })
        .map(gone -> gone >= MOST);
  }

  private void next(Duration wait) {
    timer =
        vertx.setTimer(
            wait.toMillis(),
            rung -> {
              round =
                  round()
                      .onComplete(
                          done -> {
                            if (!closed) {
                              next(APART);
                            }
                          });
            });
  }
}
