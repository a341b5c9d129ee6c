package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.HatchetClient;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.ActiveEngine;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import dev.sojourn.runtime.outbox.Route;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the live runs of journeys to the other engine, journals and deadlines as they are, while no
 * process runs. What was moved stays moved when it is interrupted; it is run again then.
 */
public final class EngineMove {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final Set<Short> CANCELS = Set.of(Parcel.RUN_CANCELLED);

  private final Vertx vertx;
  private final Database database;
  private final Outbox outbox;
  private final Letters letters;
  private final ActiveEngine active;

  /**
   * A move within a database.
   *
   * @param outbox which hands nothing on yet
   */
  public EngineMove(Vertx vertx, Database database, Outbox outbox) {
    this.vertx = vertx;
    this.database = database;
    this.outbox = outbox;
    this.letters = new Letters(database.ids());
    this.active = new ActiveEngine(database);
  }

  /** How many other processes have said within the last minutes that they run. */
  public Future<Integer> others() {
    return MoveStore.others(database);
  }

  /**
   * Moves them. The workers of Hatchet's side start them there when they come up.
   *
   * @param progress hears how many were moved so far
   * @return how many there were
   */
  public Future<Long> toHatchet(LongConsumer progress) {
    return active
        .moving("hatchet")
        .compose(closed -> pages(this::pageToHatchet, 0, progress))
        .compose(moved -> active.moved("hatchet").map(moved));
  }

  /**
   * Moves them back.
   *
   * @param hatchet where their runs are ended; null to leave them there, where they do nothing
   */
  public Future<Long> toLocal(@Nullable HatchetClient hatchet, LongConsumer progress) {
    return active
        .moving("local")
        .compose(closed -> pages(this::pageToLocal, 0, progress))
        .compose(moved -> MoveStore.forget(database).map(moved))
        .compose(moved -> active.moved("local").map(moved))
        .compose(moved -> (hatchet == null ? nothing() : settled(hatchet)).map(moved));
  }

  private interface Page {
    Future<Integer> move(Tx tx);
  }

  private Future<Long> pages(Page page, long before, LongConsumer progress) {
    return database
        .transaction(page::move)
        .compose(
            moved -> {
              progress.accept(before + moved);
              return moved == 0
                  ? Future.succeededFuture(before)
                  : pages(page, before + moved, progress);
            });
  }

  private Future<Integer> pageToHatchet(Tx tx) {
    return MoveStore.toHatchet(tx)
        .compose(
            tickets ->
                outbox.add(tx, tickets.stream().map(letters::start).toList()).map(tickets.size()));
  }

  private Future<Integer> pageToLocal(Tx tx) {
    return MoveStore.toLocal(tx)
        .compose(
            moved ->
                outbox
                    .add(tx, moved.assigned().stream().map(letters::cancel).toList())
                    .map(moved.runs()));
  }

  /** Tells Hatchet which of its runs nobody needs; what it has not heard in a minute stays. */
  private Future<Void> settled(HatchetClient hatchet) {
    Context home = vertx.getOrCreateContext();
    Post post = new Post(home, hatchet, task -> false, ids -> Future.succeededFuture(Set.of()));
    long until = System.nanoTime() + PATIENCE_NANOS;
    return outbox
        .handOn(new Route(CANCELS, false, Duration.ofSeconds(5), post))
        .compose(handing -> told(until))
        .eventually(outbox::close);
  }

  private Future<Void> told(long until) {
    return outbox
        .oldest(CANCELS)
        .compose(
            oldest ->
                oldest == null || System.nanoTime() > until
                    ? nothing()
                    : vertx.timer(100).compose(later -> told(until)));
  }

  private static Future<Void> nothing() {
    return Future.succeededFuture();
  }
}
