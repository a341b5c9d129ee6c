package dev.sojourn.runtime.enrolment;

import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is in which journey, and who was: written as enrolments end, read by guards and people. */
public final class Enrolments {
  private final Database database;
  private final Bundle bundle;
  private final Outbox outbox;
  private final Telemetry telemetry;
  private final SwitchStore switches;

  /**
   * The enrolments of a database.
   *
   * @param bundle knows the definitions that the journals of live ones are read with
   */
  public Enrolments(Database database, Bundle bundle, Outbox outbox, Telemetry telemetry) {
    this.outbox = outbox;
    this.telemetry = telemetry;
    this.database = database;
    this.bundle = bundle;
    this.switches = new SwitchStore(database);
  }

  /** The ids of the journeys that an admin switched off. */
  public Future<Set<String>> switchedOff() {
    return switches.off();
  }

  /** Switches a journey on or off, from the next trigger on; live enrolments go on. */
  public Future<Instant> turn(String journeyId, boolean on) {
    return switches.turn(journeyId, on);
  }

  /**
   * Records enrolments that end in this transaction, which deletes their runs: their rows, and the
   * events that tell it to journeys that name such events.
   */
  public Future<Void> ended(Tx tx, List<Ended> ended) {
    if (ended.isEmpty()) {
      return Future.succeededFuture();
    }
    tx.afterCommit(
        () -> ended.forEach(one -> telemetry.runsEnded(one.journeyId(), one.status(), 1)));
    return Future.all(stored(tx, ended), outbox.add(tx, told(ended))).mapEmpty();
  }

  private List<Parcel> told(List<Ended> ended) {
    ActiveSet active = bundle.active();
    List<Parcel> parcels = new ArrayList<>();
    for (Ended one : ended) {
      if (active.mentions("journey:" + one.status())) {
        OwnEvent.ofEnrolment(
                one.status(),
                one.tenant(),
                one.contactId(),
                one.journeyId(),
                database.publicIds().face(one.id()),
                one.endedAt(),
                one.cause())
            .ifPresent(event -> parcels.add(event.parcel(database.ids().next())));
      }
    }
    return parcels;
  }

  private Future<Void> stored(Tx tx, List<Ended> ended) {
    Map<String, Integer> known = new HashMap<>();
    Set<String> unknown = new LinkedHashSet<>();
    for (Ended one : ended) {
      Integer name = database.names().cached("task", one.taskName());
      if (name == null) {
        unknown.add(one.taskName());
      } else {
        known.put(one.taskName(), name);
      }
    }
    if (unknown.isEmpty()) {
      return tx.run(EnrolmentStore.END, EnrolmentStore.rows(ended, known)).mapEmpty();
    }
    return database
        .names()
        .intern("task", unknown)
        .onSuccess(known::putAll)
        .compose(all -> tx.run(EnrolmentStore.END, EnrolmentStore.rows(ended, known)))
        .mapEmpty();
  }

  /**
   * The last ended enrolment of each pair of contact and journey; pairs without any are missing. A
   * live enrolment is not among them. The caller holds the contacts' locks.
   *
   * @param journeys the interned numbers of the journeys' tasks, one for each contact id
   */
  public Future<List<LastEntry>> lastEntries(Tx tx, List<Long> contactIds, List<Integer> journeys) {
    if (contactIds.size() != journeys.size()) {
      throw new IllegalArgumentException(
          "each of " + contactIds.size() + " contacts needs a journey, got " + journeys.size());
    }
    return contactIds.isEmpty()
        ? Future.succeededFuture(List.of())
        : tx.run(
                EnrolmentStore.LAST_ENTRIES,
                contactIds.toArray(Long[]::new),
                journeys.toArray(Integer[]::new))
            .map(EnrolmentStore::lastEntries);
  }

  /** A part of the enrolments that fit, newest first. */
  public Future<EnrolmentPage> page(EnrolmentFilter filter, int limit, int offset) {
    String task =
        filter.journeyId() == null ? null : EnrolmentStore.TASK_PREFIX + filter.journeyId();
    var now = database.clock().instant();
    Future<List<Enrolment>> rows =
        database
            .run(
                EnrolmentStore.PAGE,
                task,
                filter.contactId(),
                filter.status(),
                now,
                (long) limit,
                (long) offset)
            .map(EnrolmentStore::enrolments)
            .compose(this::placed);
    Future<Long> total =
        database
            .run(EnrolmentStore.COUNT, task, filter.contactId(), filter.status(), now)
            .map(counted -> counted.iterator().next().getLong("total"));
    return Future.all(rows, total).map(both -> new EnrolmentPage(rows.result(), total.result()));
  }

  /** One enrolment, live or ended. */
  public Future<Optional<Enrolment>> one(long id) {
    return database
        .run(EnrolmentStore.ONE, id, database.clock().instant())
        .map(EnrolmentStore::enrolments)
        .compose(this::placed)
        .map(found -> found.stream().findFirst());
  }

  /** The journal of an enrolment, while it is kept; the oldest segment first. */
  public Future<List<Passage>> journal(Enrolment enrolment) {
    return database
        .run(EnrolmentStore.JOURNAL, enrolment.id())
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(List.of())
                    : bundle
                        .definitions(Set.of(enrolment.version()))
                        .map(
                            known ->
                                EnrolmentStore.passages(rows, known.get(enrolment.version()))));
  }

  /** How many stand where, by journey; a journey that nobody entered is missing. */
  public Future<Map<String, EnrolmentCounts>> counts() {
    return database
        .run(EnrolmentStore.COUNTS, database.clock().instant())
        .map(EnrolmentStore::counts);
  }

  private Future<List<Enrolment>> placed(List<StoredEnrolment> stored) {
    Set<Integer> versions = new LinkedHashSet<>();
    for (StoredEnrolment one : stored) {
      if (one.needsDefinition()) {
        versions.add(one.enrolment().version());
      }
    }
    Future<Map<Integer, JourneyDefinition>> definitions =
        versions.isEmpty() ? Future.succeededFuture(Map.of()) : bundle.definitions(versions);
    return definitions.map(
        known ->
            stored.stream().map(one -> one.placed(known.get(one.enrolment().version()))).toList());
  }
}
