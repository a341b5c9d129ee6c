package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.OwnEvents;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.email.SendFollower;
import dev.sojourn.runtime.email.Settled;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.Task;
import dev.sojourn.runtime.engine.Wake;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.thread.TimedThreads;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journeys as the engine runs them: one task for each, old versions and removed ones included.
 */
public final class Journeys implements SendFollower, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Journeys.class);
  private static final long AGAIN_MS = 2_000;

  /** Longer than any process takes to hear that a journey was removed. */
  private static final long SWEEP_MS = 300_000;

  /** How many are retired in one sweep: each may be a question to an engine outside. */
  private static final int AT_ONCE = 20;

  private final Vertx vertx;
  private final Database database;
  private final JourneyRooms rooms;
  private final TimedThreads threads;
  private final Advancer advancer;
  private final SegmentSaver saver;
  private final Map<String, Served> served = new ConcurrentHashMap<>();

  /** What was removed while nobody served it: engines outside may know of it all the same. */
  private final Set<String> removed = ConcurrentHashMap.newKeySet();

  private final Context home;
  private Future<Void> round = Future.succeededFuture();
  private final IdleTasks idle = new IdleTasks();
  private volatile long sweeping = -1;
  private volatile boolean closed;

  /** The journeys of a database, on as many threads as there are cores. */
  public Journeys(Vertx vertx, Database database, JourneyRooms rooms) {
    this.vertx = vertx;
    this.database = database;
    this.rooms = rooms;
    this.home = vertx.getOrCreateContext();
    JournalStore journals = new JournalStore(database);
    this.threads = TimedThreads.ofJourneys(vertx);
    this.advancer =
        new Advancer(
            new RunLoader(database, rooms, journals), new Answers(database, rooms), threads);
    this.saver = new SegmentSaver(database, rooms, journals);
  }

  /**
   * Serves every journey that has live runs or is in the active set, and follows the set from now
   * on. A removed journey is served until the last of its live runs has come to its end.
   */
  public Future<Void> open() {
    rooms.bundle().onChange(set -> follow());
    return inTurn(() -> serveAll().compose(this::remember))
        .onSuccess(opened -> sweeping = vertx.setPeriodic(SWEEP_MS, timer -> sweep()));
  }

  /** One round at a time, so that nothing is retired while it is about to be served. */
  private Future<Void> inTurn(Supplier<Future<Void>> next) {
    Promise<Void> done = Promise.promise();
    home.runOnContext(
        now -> {
          round = round.transform(before -> next.get());
          round.onComplete(done);
        });
    return done.future();
  }

  private void follow() {
    inTurn(() -> serveAll().mapEmpty())
        .onFailure(
            failure -> {
              if (!closed) {
                log.warn("journeys were not served yet, trying again: {}", failure.getMessage());
                vertx.setTimer(AGAIN_MS, timer -> follow());
              }
            });
  }

  /** Answers what has to be served. */
  private Future<Set<String>> serveAll() {
    return rooms
        .engine()
        .liveTasks()
        .compose(
            live -> {
              Set<String> names = tasks(rooms.bundle().active());
              names.addAll(live);
              return serve(names).map(names);
            });
  }

  /** Notes what later sweeps put away: whoever starts does not wait for an engine outside. */
  private Future<Void> remember(Set<String> wanted) {
    return database
        .names()
        .all("task")
        .onSuccess(
            known -> {
              known.removeAll(wanted);
              known.removeIf(name -> JourneyTask.idOf(name).isEmpty());
              removed.addAll(known);
            })
        .mapEmpty();
  }

  /** Lets go of some of what has had no runs for a while. */
  Future<Void> sweep() {
    return inTurn(() -> serveAll().compose(this::retireIdle))
        .onFailure(failure -> log.warn("journeys were not swept: {}", failure.getMessage()));
  }

  private Future<Void> retireIdle(Set<String> needed) {
    removed.removeAll(needed);
    Set<String> known = new TreeSet<>(served.keySet());
    known.addAll(removed);
    List<Future<Void>> retiring =
        idle.of(known, needed).stream().limit(AT_ONCE).map(this::retire).toList();
    return Future.join(retiring).mapEmpty();
  }

  private Future<Void> retire(String name) {
    return rooms
        .engine()
        .retire(name)
        .onSuccess(
            done -> {
              served.remove(name);
              removed.remove(name);
            });
  }

  private static Set<String> tasks(ActiveSet set) {
    Set<String> names = new TreeSet<>();
    set.journeys().keySet().forEach(id -> names.add(JourneyTask.nameOf(id)));
    return names;
  }

  private Future<Void> serve(Set<String> names) {
    ActiveSet active = rooms.bundle().active();
    Set<String> all = new TreeSet<>(names);
    all.addAll(served.keySet());
    List<Served> fresh =
        all.stream()
            .filter(name -> JourneyTask.idOf(name).isPresent())
            .map(name -> new Served(name, trigger(active, name)))
            .filter(one -> !one.isSame(served.get(one.name())))
            .toList();
    return database
        .names()
        .intern("task", fresh.stream().map(Served::name).toList())
        .compose(known -> Future.all(fresh.stream().map(this::serve).toList()))
        .mapEmpty();
  }

  private Future<Void> serve(Served one) {
    return rooms.engine().serve(one).onSuccess(done -> served.put(one.name(), one));
  }

  /** The event by which others may start it; none for a removed one, and for our own events. */
  private static @Nullable String trigger(ActiveSet active, String taskName) {
    return JourneyTask.idOf(taskName)
        .map(active.journeys()::get)
        .map(journey -> journey.definition().entry().trigger().event())
        .filter(event -> !OwnEvents.isOwn(event))
        .orElse(null);
  }

  @Override
  public Future<Void> settled(Tx tx, List<Settled> sends) {
    return rooms
        .engine()
        .wake(tx, sends.stream().map(send -> new Wake(send.runId(), send.sendId())).toList());
  }

  @Override
  public void close() {
    closed = true;
    vertx.cancelTimer(sweeping);
    threads.close();
  }

  /** One journey, all its versions. */
  private final class Served implements Task {
    private final String name;
    private final @Nullable String trigger;

    Served(String name, @Nullable String trigger) {
      this.name = name;
      this.trigger = trigger;
    }

    boolean isSame(@Nullable Served other) {
      return other != null && Objects.equals(trigger, other.trigger);
    }

    @Override
    public @Nullable String trigger() {
      return trigger;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Future<List<Advance>> advance(List<Claimed> runs) {
      return advancer.advance(runs);
    }

    @Override
    public Future<Void> save(Tx tx, List<Advance> survivors) {
      return saver.save(tx, survivors);
    }
  }
}
