package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.local.ClaimStore.Terms;
import dev.sojourn.runtime.engine.local.Shares.Ask;
import dev.sojourn.runtime.engine.local.Shares.Got;
import dev.sojourn.runtime.engine.local.Shares.Seeker;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due runs, one claim at a time. Idle, it waits for one timer, a nudge, or the slow sweep; it
 * never polls.
 */
final class ClaimLoop {
  private static final Logger log = LoggerFactory.getLogger(ClaimLoop.class);

  /** Due rows that a claim stepped over are locked by somebody who is about to move them. */
  private static final Duration STEPPED_OVER = Duration.ofMillis(10);

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

  /** How much room the engine has for more. */
  interface Capacity {
    /** Runs it may take now; 0 while its committer is behind. */
    int room();
  }

  private final EngineRoom room;
  private final Lane lane;
  private final Board board;
  private final Capacity capacity;
  private final Consumer<List<Claimed>> taken;
  private final Shares shares = new Shares();
  private final Timer timer;
  private List<Served> full = List.of();
  private Duration backoff = FIRST_BACKOFF;
  private boolean nudged;
  private boolean claiming;
  private boolean flooded;
  private boolean stopped;

  ClaimLoop(
      EngineRoom room, Lane lane, Board board, Capacity capacity, Consumer<List<Claimed>> taken) {
    this.room = room;
    this.lane = lane;
    this.board = board;
    this.capacity = capacity;
    this.taken = taken;
    this.timer = new Timer(room, this::nudge);
  }

  /** Something may be due. */
  void nudge() {
    nudged = true;
    pump();
  }

  /** Something is due at this instant. */
  void dueAt(Instant at) {
    if (!stopped) {
      timer.by(at);
    }
  }

  /** Runs have left; there may be room again. */
  void pump() {
    nudged |= full.stream().anyMatch(served -> board.room(served) >= worthwhile());
    int free = capacity.room();
    if (!nudged || claiming || stopped || free < worthwhile()) {
      return;
    }
    Collection<Served> open = board.tasks().open().values();
    full = open.stream().filter(served -> board.room(served) < 1).toList();
    List<Seeker> seekers = open.stream().map(s -> new Seeker(s.id(), board.room(s))).toList();
    List<Ask> asks = shares.ask(Math.min(free, batch()), seekers, System.nanoTime());
    nudged = false;
    if (!asks.isEmpty()) {
      claiming = true;
      claim(asks);
    }
  }

  /** Looks, in one statement, whether something was missed. */
  void sweep() {
    if (!claiming && !stopped && !board.tasks().open().isEmpty()) {
      int[] tasks = taskIds();
      List<Instant> whole = Collections.nCopies(tasks.length, Shares.NO_FLOOR);
      room.whenDone(ClaimStore.soonest(lane, tasks, whole, terms()), this::swept);
    }
  }

  void stop() {
    stopped = true;
    timer.cancel();
  }

  boolean claiming() {
    return claiming;
  }

  private void claim(List<Ask> asks) {
    Terms terms = terms();
    room.counts().add(EngineCount.CLAIMS, 1);
    Future<RowSet<Row>> claim = ClaimStore.claim(lane, asks, terms);
    Future<@Nullable Instant> soonest = flooded ? Future.succeededFuture() : soonest(terms);
    boolean asked = !flooded;
    room.whenDone(
        Future.join(claim, soonest),
        done -> {
          claiming = false;
          if (claim.succeeded()) {
            claimed(asks, terms.now(), claim.result());
          }
          if (done.succeeded()) {
            settle(asked, terms.now(), soonest.result());
            seeWhole(asks, terms.now());
          } else {
            failed(done.cause());
          }
          pump();
        });
  }

  private void claimed(List<Ask> asks, Instant now, RowSet<Row> rows) {
    backoff = FIRST_BACKOFF;
    Map<Integer, Got> got = new HashMap<>();
    List<Claimed> runs = new ArrayList<>(rows.size());
    for (Row row : rows) {
      int task = RunRow.task(row);
      Instant due = RunRow.instant(row, RunRow.NEXT);
      got.merge(task, new Got(task, 1, due), ClaimLoop::both);
      Served served = board.tasks().numbered(task);
      if (served != null) {
        runs.add(RunRow.claimed(row, served.name(), now));
      }
    }
    room.counts().add(EngineCount.CLAIMED, runs.size());
    flooded = shares.learned(asks, got, now, System.nanoTime());
    nudged |= flooded;
    taken.accept(runs);
  }

  private void settle(boolean asked, Instant now, @Nullable Instant soonest) {
    if (!asked) {
      nudged = true;
    } else if (!flooded && soonest != null) {
      timer.by(soonest.isAfter(now) ? soonest : now.plus(STEPPED_OVER));
    }
  }

  /** What a claim did not look at is looked at soon. */
  private void seeWhole(List<Ask> asks, Instant now) {
    if (asks.stream().anyMatch(ask -> !ask.floor().equals(Shares.NO_FLOOR))) {
      timer.by(now.plus(Shares.SEEN_HOLDS));
    }
  }

  private Future<@Nullable Instant> soonest(Terms terms) {
    int[] tasks = taskIds();
    return ClaimStore.soonest(lane, tasks, shares.floors(tasks, System.nanoTime()), terms);
  }

  private void swept(AsyncResult<@Nullable Instant> result) {
    if (result.failed()) {
      failed(result.cause());
    } else if (result.result() != null) {
      timer.by(result.result());
    }
  }

  private void failed(Throwable why) {
    log.warn("no runs could be claimed; trying again in {}: {}", backoff, why.getMessage());
    flooded = false;
    dueAt(room.now().plus(backoff));
    backoff = backoff.multipliedBy(2);
    backoff = backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
  }

  /** Less room than this is not worth a claim. */
  private int worthwhile() {
    return Math.max(1, Math.min(batch(), room.config().maxInWork() / 8));
  }

  private Terms terms() {
    return room.terms(board.stops().stopped());
  }

  private int[] taskIds() {
    return board.tasks().open().values().stream()
        .filter(served -> !full.contains(served))
        .mapToInt(Served::id)
        .sorted()
        .toArray();
  }

  private int batch() {
    return Math.min(room.config().claimBatch(), room.config().maxInWork());
  }

  private static Got both(Got one, Got other) {
    Instant last = one.last().isAfter(other.last()) ? one.last() : other.last();
    return new Got(one.task(), one.count() + other.count(), last);
  }
}
