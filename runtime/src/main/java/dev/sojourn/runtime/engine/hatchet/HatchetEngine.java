package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.HatchetClient;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.EndedRun;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.EngineStatus;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.engine.Passed;
import dev.sojourn.runtime.engine.Task;
import dev.sojourn.runtime.engine.Wake;
import dev.sojourn.runtime.engine.local.LocalEngine;
import dev.sojourn.runtime.engine.local.LocalEngineConfig;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine on a team's own Hatchet, which says when the runs of journeys are taken up; other runs
 * are claimed where their rows are. A process that serves no task only writes runs, and needs no
 * Hatchet for it; the first task it serves opens its worker.
 */
public final class HatchetEngine implements Engine {
  private final Vertx vertx;
  private final Context home;
  private final Database database;
  private final Outbox outbox;
  private final HatchetClient client;
  private final HatchetSettings settings;
  private final InstantSource clock;
  private final Assignments assignments;
  private final LocalEngine local;
  private final Outlook outlook;
  private final AtomicReference<@Nullable Promise<Void>> stopping = new AtomicReference<>();
  private volatile Outside outside = Outside.NOBODY;
  private volatile @Nullable HatchetWork work;
  private @Nullable Future<HatchetWork> opening;

  /**
   * An engine that is not working yet.
   *
   * @param clock the database's time
   * @throws dev.sojourn.hatchet.HatchetException if certificates cannot be read
   */
  public HatchetEngine(
      HatchetSettings settings,
      LocalEngineConfig config,
      Database database,
      Outbox outbox,
      Vertx vertx,
      InstantSource clock) {
    this.vertx = vertx;
    this.home = vertx.getOrCreateContext();
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
    this.settings = settings;
    this.client = HatchetClient.open(settings.config());
    this.assignments = new Assignments(outbox, new Letters(database.ids()));
    this.local = new LocalEngine(config, database, vertx, clock, assignments);
    this.outlook = new Outlook(home, client, outbox, clock);
  }

  /** Says who hears of what happens in Hatchet; before the first task is served. */
  public void hearing(Outside other) {
    outside = other;
  }

  /** What the worker has done since it began; of a process without one, nothing. */
  public HatchetTotals totals() {
    HatchetWork working = work;
    return working == null ? HatchetTotals.NONE : working.totals();
  }

  @Override
  public Future<Void> serve(Task task) {
    return local
        .serve(task)
        .compose(
            served ->
                assignments.takes(task.name())
                    ? atHome(this::working).compose(working -> working.serve(task))
                    : Future.succeededFuture());
  }

  /** The worker, opened once; called at home. A failure is not kept. */
  private Future<HatchetWork> working() {
    if (opening == null || opening.failed()) {
      opening =
          HatchetWork.open(
                  new HatchetWork.Parts(
                      vertx, home, database, outbox, client, settings, clock, local, assignments),
                  () -> outside)
              .onSuccess(opened -> work = opened);
    }
    return opening;
  }

  @Override
  public Future<Void> retire(String taskName) {
    return assignments.takes(taskName)
        ? atHome(() -> working().compose(working -> working.retire(taskName)))
            .compose(retired -> local.retire(taskName))
        : local.retire(taskName);
  }

  @Override
  public Future<Void> start(Tx tx, List<NewRun> runs) {
    return local.start(tx, runs);
  }

  @Override
  public Future<Void> wake(Tx tx, List<Wake> wakes) {
    return local.wake(tx, wakes);
  }

  @Override
  public boolean passesOn() {
    return settings.passesOn();
  }

  @Override
  public Future<Void> passOn(Tx tx, List<Passed> events) {
    return outbox.add(tx, events.stream().map(assignments.letters()::pass).toList());
  }

  @Override
  public Future<List<EndedRun>> cancel(Tx tx, List<Long> runIds) {
    return local.cancel(tx, runIds);
  }

  @Override
  public Future<Void> move(Tx tx, List<Long> runIds, long subject) {
    return local.move(tx, runIds, subject);
  }

  @Override
  public Future<Integer> unblock(List<Long> runIds) {
    return local.unblock(runIds);
  }

  @Override
  public Future<List<LiveRun>> live(Tx tx, Collection<Long> subjects) {
    return local.live(tx, subjects);
  }

  @Override
  public Future<Set<String>> liveTasks() {
    return local.liveTasks();
  }

  @Override
  public EngineStatus status() {
    return seen(local.status(), outlook.last());
  }

  @Override
  public Future<EngineStatus> look() {
    Future<EngineStatus> here = local.look();
    Future<EngineStatus.Remote> there = outlook.look(work);
    return Future.all(here, there).map(both -> seen(here.result(), there.result()));
  }

  private static EngineStatus seen(EngineStatus here, EngineStatus.Remote there) {
    return new EngineStatus("hatchet", here.inWork(), here.blocked(), there);
  }

  /**
   * {@inheritDoc} Runs that rest in memory are put into Hatchet, so that another worker goes on
   * with them.
   */
  @Override
  public Future<Void> stop() {
    Promise<Void> mine = Promise.promise();
    Promise<Void> first = stopping.compareAndExchange(null, mine);
    if (first != null) {
      return first.future();
    }
    HatchetWork working = work;
    Future<Void> left =
        working == null
            ? local.stop()
            : working.leave().compose(leaving -> local.stop()).transform(s -> working.close());
    left.onComplete(done -> client.close()).onComplete(mine);
    return mine.future();
  }

  private <T> Future<T> atHome(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    home.runOnContext(ignored -> action.get().onComplete(promise));
    return promise.future();
  }
}
