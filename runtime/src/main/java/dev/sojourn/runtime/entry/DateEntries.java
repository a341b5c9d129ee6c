package dev.sojourn.runtime.entry;

import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.contact.MergeFollower;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entries on a date as a worker runs them: a task for each journey, and the sweeps. */
public final class DateEntries {
  private static final Logger log = LoggerFactory.getLogger(DateEntries.class);
  private static final long AGAIN_MS = 2_000;

  private final Vertx vertx;
  private final Database database;
  private final Rooms rooms;
  private final Sweeper sweeper;
  private final Set<String> served = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** The rooms that entries on a date stand on. */
  public record Rooms(
      Engine engine, Bundle bundle, Contacts contacts, Decisions decisions, Outbox outbox) {}

  /**
   * A contact waits for the date on which it enters a journey.
   *
   * @param since since when it waits for this one
   */
  public record Waits(String journeyId, Instant since, Instant until) {}

  /** The entries of a database. */
  public DateEntries(Vertx vertx, Database database, Rooms rooms) {
    this.vertx = vertx;
    this.database = database;
    this.rooms = rooms;
    this.sweeper = new Sweeper(vertx, database, rooms);
  }

  /**
   * Serves every journey that has a date or runs that wait for one, and follows the active set from
   * now on.
   */
  public Future<Void> open() {
    rooms.bundle().onChange(set -> follow());
    return serveAll().onSuccess(served -> sweeper.ask());
  }

  /** What a contact waits for, in any process. */
  public static Future<List<Waits>> of(Database database, Engine engine, long contactId) {
    return database
        .transaction(tx -> engine.live(tx, List.of(contactId)))
        .map(runs -> runs.stream().flatMap(DateEntries::waits).toList());
  }

  /** One that is blocked waits for no date. */
  private static Stream<Waits> waits(LiveRun run) {
    return run.dueAt().equals(Instant.MAX)
        ? Stream.of()
        : EntryTask.idOf(run.taskName())
            .map(id -> new Waits(id, Ids.instantOf(run.id()), run.dueAt()))
            .stream();
  }

  /** How waits for dates follow contacts that are merged, in any process. */
  public static MergeFollower ofContacts(Engine engine, Bundle bundle, Ids ids) {
    return new EntryMerges(engine, bundle::active, ids);
  }

  /** Ends the sweeps; the tasks end with the engine. */
  public Future<Void> close() {
    closed = true;
    return sweeper.close();
  }

  private void follow() {
    if (closed) {
      return;
    }
    serveAll()
        .onSuccess(served -> sweeper.ask())
        .onFailure(
            failure -> {
              log.warn(
                  "entries on a date were not served yet, trying again: {}", failure.getMessage());
              vertx.setTimer(AGAIN_MS, timer -> follow());
            });
  }

  private Future<Void> serveAll() {
    return rooms
        .engine()
        .liveTasks()
        .compose(
            live -> {
              Set<String> journeys = new TreeSet<>();
              rooms.bundle().active().dated().forEach(one -> journeys.add(one.definition().id()));
              live.forEach(name -> EntryTask.idOf(name).ifPresent(journeys::add));
              journeys.removeAll(served);
              List<Future<Void>> serving = journeys.stream().map(this::serve).toList();
              return Future.all(serving).mapEmpty();
            });
  }

  private Future<Void> serve(String journeyId) {
    return rooms
        .engine()
        .serve(new Waiting(journeyId, database, rooms))
        .onSuccess(done -> served.add(journeyId));
  }
}
