package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Advance.Block;
import dev.sojourn.runtime.engine.Advance.Finish;
import dev.sojourn.runtime.engine.Advance.Park;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.Task;
import dev.sojourn.runtime.engine.local.GroupCommit.Group;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The working half of the engine: takes runs up, has them advanced, commits, and follows up. Lives
 * at home.
 */
final class Worker implements Dispatcher.Outlet, Committer.Outlet {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final EngineRoom room;
  private final Board board;
  private final ClaimLoop claims;
  private final Leases leases;
  private final Dispatcher dispatcher;
  private final Committer committer;
  private final Vacuum vacuum;
  private final Poison poison;
  private final List<String> deployments = new ArrayList<>();
  private final Lane lane;
  private final long sweeps;
  private @Nullable Promise<Void> drained;

  private Worker(EngineRoom room, Board board, Lane lane) {
    this.room = room;
    this.board = board;
    this.lane = lane;
    this.claims = new ClaimLoop(room, lane, board, this::capacity, this::accept);
    this.leases = new Leases(room, lane, board.inWork());
    int slots = Math.max(4, 4 * Runtime.getRuntime().availableProcessors());
    this.dispatcher = new Dispatcher(room, this, slots);
    this.committer = new Committer(room, this);
    this.vacuum = new Vacuum(room);
    this.poison = new Poison(room, board);
    this.sweeps =
        room.vertx()
            .setPeriodic(
                room.config().sweep().toMillis(),
                timer -> room.home().runOnContext(back -> claims.sweep()));
  }

  /** A worker with its connections; called at home. */
  static Future<Worker> open(EngineRoom room, Board board) {
    return room.database()
        .lane()
        .map(lane -> new Worker(room, board, lane))
        .compose(worker -> worker.openLanes().map(worker));
  }

  private Future<?> openLanes() {
    List<Future<?>> opening = new ArrayList<>();
    for (int i = 0; i < room.config().commitLanes(); i++) {
      CommitLane commitLane = new CommitLane(room.database());
      opening.add(
          room.vertx()
              .deployVerticle(commitLane)
              .compose(id -> room.atHome(() -> opened(commitLane, id))));
    }
    return Future.all(opening);
  }

  private Future<Void> opened(CommitLane commitLane, String deployment) {
    deployments.add(deployment);
    committer.opened(commitLane);
    return Future.succeededFuture();
  }

  /** Something may be due. */
  void nudge() {
    claims.nudge();
  }

  /** Takes runs up that this process holds under a lease. */
  void accept(List<Claimed> runs) {
    long nanos = System.nanoTime();
    List<Held> fresh = new ArrayList<>(runs.size());
    List<Advanced> poisoned = new ArrayList<>();
    for (Claimed run : runs) {
      Served served = board.tasks().named(run.taskName());
      if (served == null) {
        continue;
      }
      Held held = new Held(run, served, nanos);
      if (board.inWork().take(held)) {
        if (run.attempts() > Poison.ATTEMPTS) {
          poisoned.add(poison.block(held));
        } else {
          fresh.add(held);
        }
      }
    }
    if (closing()) {
      poisoned.forEach(segment -> fresh.add(segment.held()));
      leases.release(fresh, 1);
      settled();
      return;
    }
    if (!fresh.isEmpty() || !poisoned.isEmpty()) {
      leases.keep();
      dispatcher.offer(fresh);
      committer.offer(poisoned);
    }
  }

  @Override
  public void advanced(Task task, Map<Held, Advance> segments) {
    Set<String> waits =
        segments.values().stream()
            .filter(a -> a instanceof Park park && park.awaits() != null)
            .map(a -> waitOf(a).event())
            .collect(Collectors.toSet());
    room.whenDone(
        room.database().names().intern("event", waits),
        numbers -> {
          if (numbers.failed()) {
            failed(List.copyOf(segments.keySet()), numbers.cause());
          } else {
            offer(task, segments, numbers.result());
          }
        });
  }

  private void offer(Task task, Map<Held, Advance> segments, Map<String, Integer> waitNames) {
    List<Advanced> ready = new ArrayList<>(segments.size());
    segments.forEach(
        (held, advance) -> {
          Advance.Wait wait = advance instanceof Park park ? park.awaits() : null;
          Integer name = wait == null ? null : waitNames.get(wait.event());
          ready.add(new Advanced(held, advance, task, name));
        });
    committer.offer(ready);
  }

  private static Advance.Wait waitOf(Advance advance) {
    return Objects.requireNonNull(((Park) advance).awaits());
  }

  @Override
  public void failed(List<Held> runs, Throwable why) {
    if (runs.isEmpty()) {
      return;
    }
    String task = runs.get(0).served().name();
    if (Fault.of(why).isPassing()) {
      log.warn("{} runs of '{}' are given back uncounted: {}", runs.size(), task, why.getMessage());
      int most = runs.stream().mapToInt(poison::passing).max().orElse(1);
      giveBackLater(runs, leases.pause(most), 1);
      return;
    }
    log.warn("{} runs of '{}' are given back", runs.size(), task, why);
    List<Advanced> poisoned = new ArrayList<>();
    for (Held held : runs) {
      poison.failed(held, why);
      int attempts = held.run().attempts();
      if (attempts >= Poison.ATTEMPTS) {
        poisoned.add(poison.block(held));
      } else {
        giveBackLater(List.of(held), leases.pause(attempts), 0);
      }
    }
    committer.offer(poisoned);
  }

  private void giveBackLater(List<Held> runs, Duration pause, int uncounted) {
    if (closing()) {
      giveBack(runs, uncounted);
      return;
    }
    long ms = Math.max(1, pause.toMillis());
    room.vertx().setTimer(ms, timer -> room.home().runOnContext(back -> giveBack(runs, uncounted)));
  }

  private void giveBack(List<Held> runs, int uncounted) {
    List<Held> ours = runs.stream().filter(board.inWork()::holds).toList();
    if (!ours.isEmpty()) {
      leases.release(ours, uncounted);
      claims.dueAt(room.now());
      settled();
    }
  }

  @Override
  public boolean mayGoOn(Served served) {
    return !closing() && board.tasks().takesWork(served);
  }

  @Override
  public boolean holds(Held run) {
    return board.inWork().holds(run);
  }

  @Override
  public void rested() {
    settled();
  }

  @Override
  public void committed(Group group, Set<Long> passed) {
    List<Claimed> next = new ArrayList<>();
    Instant soonest = Instant.MAX;
    for (Advanced segment : group.segments()) {
      board.inWork().done(segment.held());
      if (!passed.contains(segment.id())) {
        room.counts().add(EngineCount.FENCES_LOST, 1);
        segment.held().left(room.assigner(), null);
        continue;
      }
      poison.committed(segment.held());
      count(segment);
      if (group.goesOn().contains(segment.id())) {
        next.add(after((Park) segment.advance(), group.now()));
      } else {
        segment.held().left(room.assigner(), segment.advance());
        soonest = sooner(soonest, segment);
      }
    }
    vacuum.died(passed.size() - next.size());
    room.counts().add(EngineCount.HANDED_OVER, next.size());
    accept(next);
    claims.dueAt(soonest);
    settled();
  }

  /** The time of a park that only a claim ends. */
  private static Instant sooner(Instant soonest, Advanced segment) {
    return segment.advance() instanceof Park park
            && !segment.held().served().assigned()
            && park.dueAt().isBefore(soonest)
        ? park.dueAt()
        : soonest;
  }

  private void count(Advanced segment) {
    if (segment.advance() instanceof Block block) {
      poison.blocked(segment.held(), block.reason());
    } else {
      boolean finish = segment.advance() instanceof Finish;
      room.counts().add(finish ? EngineCount.FINISHED : EngineCount.PARKED, 1);
    }
  }

  private static Claimed after(Park park, Instant now) {
    Claimed run = park.run();
    return new Claimed(
        run.id(),
        run.tenant(),
        run.subject(),
        run.taskName(),
        run.key(),
        run.version(),
        run.eventId(),
        run.epoch() + 1,
        null,
        now,
        park.startsOver() ? run.generation() + 1 : run.generation(),
        park.startsOver() ? 1 : run.segment() + 1,
        1);
  }

  @Override
  public void dropped(List<Advanced> segments, Throwable why, boolean ours) {
    List<Held> runs = segments.stream().map(Advanced::held).toList();
    if (ours) {
      log.warn("{} segments were not committed; their runs are given back", runs.size(), why);
      leases.release(runs, 1);
      claims.dueAt(room.now().plusMillis(100));
      settled();
    } else {
      failed(runs, why);
    }
  }

  /** Stops taking runs up; done when all that was started has committed. */
  Future<Void> drain() {
    Promise<Void> promise = Promise.promise();
    drained = promise;
    claims.stop();
    room.vertx().cancelTimer(sweeps);
    leases.release(dispatcher.drain(), 1);
    settled();
    return promise.future();
  }

  /** Closes the connections. */
  Future<Void> close() {
    List<Future<?>> closing = new ArrayList<>();
    closing.add(leases.stop());
    deployments.forEach(id -> closing.add(room.vertx().undeploy(id)));
    return Future.join(closing).transform(done -> lane.close());
  }

  private boolean closing() {
    return drained != null;
  }

  private int capacity() {
    return committer.behind() ? 0 : board.room();
  }

  /** Runs have left. */
  private void settled() {
    claims.pump();
    if (drained != null && board.inWork().size() == 0 && !claims.claiming() && committer.quiet()) {
      drained.tryComplete();
    }
  }
}
