package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Assigner;
import dev.sojourn.runtime.engine.Assigner.Standing;
import dev.sojourn.runtime.engine.Assigner.Wanted;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.EndedRun;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.EngineStatus;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.engine.Task;
import dev.sojourn.runtime.engine.Wake;
import dev.sojourn.runtime.engine.local.ClaimStore.Terms;
import dev.sojourn.runtime.engine.local.RunStore.Birth;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine on Postgres alone. A process that serves no task only writes runs; the first task it
 * serves opens its connections and starts its worker.
 */
public final class LocalEngine implements Engine {
  private static final Logger log = LoggerFactory.getLogger(LocalEngine.class);
  private static final String WORK = "sojourn_runs";
  private static final String UNBLOCKED = "sojourn_unblocked";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EngineRoom room;
  private final Board board;
  private volatile @Nullable Worker worker;
  private @Nullable Future<Worker> opening;
  private final AtomicReference<@Nullable Promise<Void>> stopping = new AtomicReference<>();
  private final Underway takes = new Underway();

  /** An engine that is not working yet. */
  public LocalEngine(
      LocalEngineConfig config, Database database, Vertx vertx, InstantSource clock) {
    this(config, database, vertx, clock, Assigner.NONE);
  }

  /** One whose runs another engine may hand out. */
  public LocalEngine(
      LocalEngineConfig config,
      Database database,
      Vertx vertx,
      InstantSource clock,
      Assigner assigner) {
    this.board = new Board(config.maxInWork());
    this.room =
        new EngineRoom(
            vertx, vertx.getOrCreateContext(), database, clock, config, new Counts(), assigner);
  }

  @Override
  public Future<Void> serve(Task task) {
    if (closing()) {
      return Future.failedFuture(
          new IllegalStateException("task '" + task.name() + "' is not served: the engine closes"));
    }
    return room.atHome(this::working)
        .compose(ready -> room.database().names().intern("task", List.of(task.name())))
        .compose(
            numbers ->
                room.atHome(
                    () -> {
                      Integer number = numbers.get(task.name());
                      if (number == null) {
                        throw new IllegalStateException("no number for '" + task.name() + "'");
                      }
                      board.tasks().serve(number, task, room.assigner().takes(task.name()));
                      board.stops().cleared(number);
                      nudge();
                      return Future.succeededFuture();
                    }));
  }

  @Override
  public Future<Void> retire(String taskName) {
    return room.atHome(
        () -> {
          board.tasks().retire(taskName);
          return Future.succeededFuture();
        });
  }

  @Override
  public Future<Void> start(Tx tx, List<NewRun> runs) {
    if (runs.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (NewRun run : runs) {
      Integer number = room.database().names().cached("task", run.taskName());
      if (number == null) {
        Set<String> names = runs.stream().map(NewRun::taskName).collect(Collectors.toSet());
        return room.database()
            .names()
            .intern("task", names)
            .compose(found -> insert(tx, runs, found));
      }
      numbers.put(run.taskName(), number);
    }
    return insert(tx, runs, numbers);
  }

  private Future<Void> insert(Tx tx, List<NewRun> runs, Map<String, Integer> numbers) {
    Map<Integer, Integer> here = here();
    List<Birth> births = new ArrayList<>(runs.size());
    List<NewRun> assigned = new ArrayList<>();
    for (NewRun run : runs) {
      Integer task = numbers.getOrDefault(run.taskName(), 0);
      if (room.assigner().takes(run.taskName())) {
        births.add(new Birth(run, task, false, true));
        assigned.add(run);
        continue;
      }
      boolean leased =
          run.level() <= room.config().level() && here.merge(task, -1, Integer::sum) >= 0;
      births.add(new Birth(run, task, leased));
    }
    Instant now = room.now();
    tx.afterCommit(() -> started(births, now));
    Future<?> inserted = RunStore.start(tx, births, now, now.plus(room.config().lease()));
    return assigned.isEmpty()
        ? inserted.mapEmpty()
        : Future.all(inserted, room.assigner().started(tx, assigned)).mapEmpty();
  }

  private void started(List<Birth> births, Instant now) {
    List<Claimed> mine = new ArrayList<>(births.size());
    boolean others = false;
    for (Birth birth : births) {
      if (birth.leased()) {
        mine.add(firstClaim(birth.run(), now));
      } else {
        others |= !birth.assigned();
      }
    }
    room.counts().add(EngineCount.STARTED, births.size());
    handOver(mine, others);
  }

  private static Claimed firstClaim(NewRun run, Instant now) {
    return new Claimed(
        run.id(),
        run.tenant(),
        run.subject(),
        run.taskName(),
        run.key(),
        run.version(),
        run.eventId(),
        1,
        run.cause(),
        now,
        0,
        0,
        1);
  }

  @Override
  public Future<Void> wake(Tx tx, List<Wake> wakes) {
    if (wakes.isEmpty()) {
      return Future.succeededFuture();
    }
    Instant now = room.now();
    Instant lease = now.plus(room.config().lease());
    Future<RowSet<Row>> woken =
        RunStore.wake(tx, wakes, now, lease, room.config().level(), here().keySet());
    tx.afterCommit(() -> woken.onSuccess(rows -> woken(rows, now)));
    return woken.compose(rows -> room.assigner().woken(tx, RunStore.parked(rows, RunRow.NEXT + 2)));
  }

  private void woken(RowSet<Row> rows, Instant now) {
    List<Claimed> mine = new ArrayList<>(rows.size());
    boolean others = false;
    for (Row row : rows) {
      boolean leased = row.getBoolean(RunRow.NEXT);
      boolean blocked = row.getBoolean(RunRow.NEXT + 1);
      Served served = board.tasks().numbered(RunRow.task(row));
      if (leased && served != null) {
        mine.add(RunRow.claimed(row, served.name(), now));
      } else {
        others |= !blocked && row.getInteger(RunRow.NEXT + 2) == null;
      }
    }
    handOver(mine, others);
  }

  /** Work that was committed: ours goes on in memory, for the rest every process is told. */
  private void handOver(List<Claimed> mine, boolean others) {
    Worker working = worker;
    if (!mine.isEmpty() && working != null) {
      room.counts().add(EngineCount.HANDED_OVER, mine.size());
      room.home().runOnContext(ignored -> working.accept(mine));
    }
    if (others) {
      room.database().notify(WORK);
      room.home().runOnContext(ignored -> nudge());
    }
  }

  /**
   * Takes up runs for the assigner, as far as their time has come; those leave through it. Answers
   * how each stands, in order. A run may be asked for once at a time.
   *
   * @param lane of the asker, who has it open as long as it asks
   */
  public Future<List<Standing>> take(Lane lane, List<Wanted> wanted) {
    return takes.run(() -> taken(lane, wanted));
  }

  private Future<List<Standing>> taken(Lane lane, List<Wanted> wanted) {
    Worker working = closing() ? null : worker;
    Terms terms = room.terms(board.stops().stopped());
    Future<List<Claimed>> claimed =
        working == null
            ? Future.succeededFuture(List.of())
            : AssignedStore.claim(lane, wanted, terms, board.tasks());
    return AssignedStore.standings(lane, wanted, terms)
        .compose(
            resting ->
                claimed.map(
                    runs -> {
                      room.home().runOnContext(ignored -> accepted(working, runs));
                      return Standings.of(wanted, runs, resting);
                    }));
  }

  private static void accepted(@Nullable Worker working, List<Claimed> runs) {
    if (working != null && !runs.isEmpty()) {
      working.accept(runs);
    }
  }

  @Override
  public Future<List<EndedRun>> cancel(Tx tx, List<Long> runIds) {
    return runIds.isEmpty()
        ? Future.succeededFuture(List.of())
        : RunStore.cancel(tx, runIds)
            .compose(
                gone -> room.assigner().cancelled(tx, gone.assigned()).map(done -> gone.runs()));
  }

  @Override
  public Future<Void> move(Tx tx, List<Long> runIds, long subject) {
    tx.afterCommit(() -> handOver(List.of(), true));
    return RunStore.move(tx, runIds, subject, room.now())
        .compose(parked -> room.assigner().woken(tx, parked));
  }

  @Override
  public Future<Integer> unblock(List<Long> runIds) {
    return room.database()
        .transaction(
            tx ->
                RunStore.subjects(tx, runIds)
                    .compose(subjects -> SubjectLocks.take(tx, subjects))
                    .compose(locked -> RunStore.unblock(tx, runIds, room.now()))
                    .compose(freed -> room.assigner().woken(tx, freed.parked()).map(freed.runs())))
        .onSuccess(this::freed);
  }

  private void freed(int runs) {
    if (runs > 0) {
      board.blocked().changed(-runs);
      room.database().notify(UNBLOCKED);
      atHome(this::unblocked);
    }
  }

  @Override
  public Future<List<LiveRun>> live(Tx tx, Collection<Long> subjects) {
    return subjects.isEmpty() ? Future.succeededFuture(List.of()) : RunStore.live(tx, subjects);
  }

  @Override
  public Future<Set<String>> liveTasks() {
    return RunStore.liveTasks(room.database());
  }

  @Override
  public EngineStatus status() {
    look().onFailure(why -> log.debug("blocked runs were not counted", why));
    return known();
  }

  @Override
  public Future<EngineStatus> look() {
    return board.blocked().count(room.database()).map(counted -> known());
  }

  private EngineStatus known() {
    return new EngineStatus("local", board.inWork().size(), board.blocked().known());
  }

  /** How often this has happened in this process; any thread. */
  public long count(EngineCount count) {
    return room.counts().of(count);
  }

  @Override
  public Future<Void> stop() {
    Promise<Void> mine = Promise.promise();
    Promise<Void> first = stopping.compareAndExchange(null, mine);
    if (first != null) {
      return first.future();
    }
    room.atHome(this::stopWork).onComplete(mine);
    return mine.future();
  }

  private Future<Void> stopWork() {
    return opening == null
        ? Future.succeededFuture()
        : opening.transform(
            (opened, failed) -> opened == null ? Future.succeededFuture() : stopped(opened));
  }

  private Future<Void> stopped(Worker working) {
    return takes
        .over()
        .compose(over -> room.atHome(() -> drained(working)))
        .transform(done -> room.atHome(working::close));
  }

  private static Future<Void> drained(Worker working) {
    return working.drain().timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
  }

  private boolean closing() {
    return stopping.get() != null;
  }

  private Map<Integer, Integer> here() {
    return closing() || worker == null ? new HashMap<>() : board.here();
  }

  private void nudge() {
    Worker working = worker;
    if (working != null) {
      working.nudge();
      room.assigner().stirred();
    }
  }

  /** The worker, opened once; called at home. A failure is not kept. */
  private Future<Worker> working() {
    if (opening == null || opening.failed()) {
      opening =
          Worker.open(room, board)
              .onSuccess(opened -> worker = opened)
              .compose(opened -> listen().map(opened));
    }
    return opening;
  }

  private Future<Void> listen() {
    return board
        .blocked()
        .count(room.database())
        .compose(counted -> room.database().listen(WORK, () -> atHome(this::nudge)))
        .compose(heard -> room.database().listen(UNBLOCKED, () -> atHome(this::unblocked)));
  }

  private void unblocked() {
    board.stops().cleared();
    nudge();
  }

  private void atHome(Runnable action) {
    room.home().runOnContext(ignored -> action.run());
  }
}
