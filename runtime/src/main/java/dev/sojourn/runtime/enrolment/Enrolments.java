package dev.sojourn.runtime.enrolment;

import dev.sojourn.dsl.JourneyHistory;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.ContactFollower;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Glance;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Newest;
import dev.sojourn.runtime.database.Search;
import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.engine.EndedRun;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import dev.sojourn.runtime.preference.Preferences;
import dev.sojourn.runtime.telemetry.Telemetry;
import dev.sojourn.runtime.telemetry.WorkDone;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who is in which journey, and who was: written as enrolments end, read by guards and people. */
public final class Enrolments {
  private final Database database;
  private final Bundle bundle;
  private final Outbox outbox;
  private final Telemetry telemetry;
  private final SwitchStore switches;
  private final Queue queue;
  private final EndNews news;
  private final AtomicLong searchedTo = new AtomicLong();

  /**
   * The enrolments of a database.
   *
   * @param bundle knows the definitions that the journals of live ones are read with
   */
  public Enrolments(
      Database database,
      Bundle bundle,
      Outbox outbox,
      Telemetry telemetry,
      Decisions decisions,
      Preferences preferences) {
    this.outbox = outbox;
    this.telemetry = telemetry;
    this.database = database;
    this.bundle = bundle;
    this.switches = new SwitchStore(database);
    this.news = new EndNews(database.publicIds(), bundle, outbox);
    this.queue = new Queue(database, bundle, decisions, telemetry, preferences);
  }

  /** The ids of the journeys that an admin switched off. */
  public Future<Set<String>> switchedOff() {
    return switches.off();
  }

  /** The same by tenant, as a transaction sees it; a tenant without any is missing. */
  public Future<Map<Integer, Set<String>>> switchedOff(Tx tx) {
    return SwitchStore.off(tx);
  }

  /** Switches a journey on or off, from the next trigger on; live enrolments go on. */
  public Future<Instant> turn(String journeyId, boolean on) {
    return switches.turn(journeyId, on);
  }

  /**
   * Records enrolments that end in this transaction, which deletes their runs: their rows, and the
   * events that tell it to journeys that name such events. What waited for these ends is forgotten;
   * the caller has taken it into account.
   */
  public Future<Void> ended(Tx tx, List<Ended> ended) {
    return recorded(tx, ended).mapEmpty();
  }

  /** The same, and enrols by what waited for these ends, and by their stragglers. */
  public Future<Void> ended(Engine engine, Tx tx, List<Ended> ended) {
    return recorded(tx, ended).compose(turns -> queue.begin(engine, tx, turns, ended));
  }

  private Future<List<Turn>> recorded(Tx tx, List<Ended> ended) {
    if (ended.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    tx.afterCommit(() -> ended.forEach(this::count));
    Future<List<Turn>> turns = stored(tx, ended);
    return Future.all(turns, outbox.add(tx, told(ended)), news.ended(tx, ended))
        .map(all -> turns.result());
  }

  private void count(Ended one) {
    if (one.status() != EnrolmentStatus.HELD_OUT) {
      telemetry.runsEnded(one.journeyId(), one.status().wire(), 1);
    }
  }

  /**
   * Lets triggers wait for the ends of live enrolments, at most one for each contact, journey and
   * key; it takes the place of an earlier one. The caller holds the contacts' locks.
   */
  public Future<Void> queue(Tx tx, List<QueuedTrigger> triggers) {
    return queue.add(tx, triggers);
  }

  /** What waits, by contact; one for whom nothing does is missing. */
  public Future<Map<Long, List<QueuedTrigger>>> queued(Tx tx, Collection<Long> contactIds) {
    return queue.of(tx, contactIds);
  }

  /**
   * Ends a live enrolment before its time, with everything that hangs on it, in one transaction;
   * false if it was no longer live when the contact's lock was held.
   *
   * @param at when it ends
   * @param reason why
   */
  public Future<Boolean> exit(
      Engine engine, EnrolmentFollower follower, Enrolment enrolment, Instant at, String reason) {
    List<Long> ids = List.of(enrolment.id());
    String label = enrolment.standing().label();
    return database.transaction(
        tx ->
            SubjectLocks.take(tx, List.of(enrolment.contactId()))
                .compose(locked -> engine.cancel(tx, ids))
                .compose(
                    gone ->
                        Future.all(
                                ended(engine, tx, exited(gone, label, at, reason)),
                                gone.isEmpty()
                                    ? Future.succeededFuture()
                                    : follower.exited(tx, ids))
                            .map(!gone.isEmpty())));
  }

  /**
   * How enrolments follow contacts that are merged or erased.
   *
   * @param follower what hangs on enrolments that exit thereby
   */
  public ContactFollower ofContacts(Engine engine, EnrolmentFollower follower) {
    return new EnrolmentContacts(this, engine, follower, database.clock());
  }

  private static List<Ended> exited(
      List<EndedRun> gone, @Nullable String label, Instant at, String reason) {
    return gone.stream()
        .map(run -> new Ended(run, EnrolmentStatus.EXITED, label, reason, at, null))
        .toList();
  }

  private List<Parcel> told(List<Ended> ended) {
    ActiveSet active = bundle.active();
    List<Parcel> parcels = new ArrayList<>();
    for (Ended one : ended) {
      if (active.mentions("journey:" + one.status().event())) {
        OwnEvent.ofEnrolment(
                one.status().event(),
                one.run().tenant(),
                one.run().subject(),
                one.journeyId(),
                database.publicIds().face(one.run().id()),
                one.at(),
                one.cause())
            .ifPresent(
                event -> parcels.add(OwnEvent.parcel(database.ids().next(), List.of(event))));
      }
    }
    return parcels;
  }

  private Future<List<Turn>> stored(Tx tx, List<Ended> ended) {
    Map<String, Integer> known = new HashMap<>();
    Set<String> unknown = new LinkedHashSet<>();
    for (Ended one : ended) {
      String task = one.run().taskName();
      Integer name = database.names().cached("task", task);
      if (name == null) {
        unknown.add(task);
      } else {
        known.put(task, name);
      }
    }
    if (unknown.isEmpty()) {
      return stored(tx, ended, known);
    }
    return database
        .names()
        .intern("task", unknown)
        .onSuccess(known::putAll)
        .compose(all -> stored(tx, ended, known));
  }

  private static Future<List<Turn>> stored(
      Tx tx, List<Ended> ended, Map<String, Integer> journeys) {
    return tx.run(EnrolmentStore.END, EnrolmentStore.rows(ended, journeys))
        .map(rows -> EnrolmentStore.turns(rows, journeys));
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

  /** What contacts did in journeys, in the order asked; a live enrolment counts as an entry. */
  public Future<List<JourneyHistory>> histories(List<Visits> asked) {
    return asked.isEmpty()
        ? Future.succeededFuture(List.of())
        : database
            .run(EnrolmentStore.HISTORIES, EnrolmentStore.visits(asked))
            .map(EnrolmentStore::histories);
  }

  /**
   * Where contacts stand in journeys that events should have started, in the order asked, as {@link
   * dev.sojourn.core.replay.Pasts#started} tells it.
   */
  public Future<List<Object>> starts(List<Start> asked) {
    return database
        .run(EnrolmentStore.STARTS, EnrolmentStore.starts(asked))
        .map(rows -> EnrolmentStore.starts(rows, database.publicIds()));
  }

  /** A part of the enrolments that fit, newest first. */
  public Future<EnrolmentPage> page(EnrolmentFilter filter, int limit, int offset) {
    return journey(filter)
        .compose(
            journey ->
                Search.in(
                    database,
                    tx -> {
                      var rows = rows(tx, filter, journey, limit, offset);
                      var total =
                          tx.run(
                              EnrolmentListStore.COUNT,
                              EnrolmentListStore.of(filter, journey, Search.COUNTED));
                      return Future.all(rows, total);
                    }))
        .compose(both -> page(both.resultAt(0), EnrolmentListStore.total(both.resultAt(1))));
  }

  private Future<EnrolmentPage> page(List<StoredEnrolment> stored, long total) {
    return placed(stored).map(shown -> new EnrolmentPage(shown, total));
  }

  /** The newest enrolments of a journey, which are not counted. */
  public Future<List<Enrolment>> newest(String journeyId, int most) {
    EnrolmentFilter filter = EnrolmentFilter.ofJourney(journeyId);
    return journey(filter)
        .compose(journey -> Search.in(database, tx -> rows(tx, filter, journey, most, 0)))
        .compose(this::placed);
  }

  private static Future<List<StoredEnrolment>> rows(
      Tx tx, EnrolmentFilter filter, @Nullable Integer journey, int limit, int offset) {
    return tx.run(
            EnrolmentListStore.PAGE,
            EnrolmentListStore.of(filter, journey, (long) limit, (long) offset))
        .map(EnrolmentListStore::enrolments);
  }

  /** Asked before the search: its plan depends on how many enrolments this journey has. */
  private Future<@Nullable Integer> journey(EnrolmentFilter filter) {
    String task = filter.task();
    return task == null ? Future.succeededFuture() : database.names().number("task", task);
  }

  /** One enrolment, live or ended. */
  public Future<Optional<Enrolment>> one(long id) {
    return database
        .run(EnrolmentListStore.ONE, id)
        .map(EnrolmentListStore::enrolments)
        .compose(this::placed)
        .map(found -> found.stream().findFirst());
  }

  /** The newest enrolments of a contact that are older than an id, at most so many. */
  public Future<Newest> newest(long contactId, long before, long most) {
    return database.run(PastStore.NEWEST_OF, contactId, before, most).map(Newest::of);
  }

  /** How the enrolments ended that did since an instant, in any process. */
  public static Future<WorkDone> activity(Database database, Instant since) {
    return Glance.at(database, PastStore.ACTIVITY, since).map(PastStore::activity);
  }

  /** The journal of an enrolment, while it is kept; the oldest segment first. */
  public Future<List<Passage>> journal(Enrolment enrolment) {
    return database
        .run(EnrolmentListStore.JOURNAL, enrolment.id())
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(List.of())
                    : bundle
                        .definitions(Set.of(enrolment.version()))
                        .map(
                            known ->
                                EnrolmentListStore.passages(rows, known.get(enrolment.version()))));
  }

  /** How many stand where in these journeys, by journey; one that nobody entered is missing. */
  public Future<Map<String, EnrolmentCounts>> counts(List<String> journeyIds) {
    return database
        .run(
            EnrolmentListStore.COUNTS,
            journeyIds.stream().map(JourneyTask::nameOf).toArray(String[]::new),
            Search.COUNTED,
            EnrolmentStatus.ends())
        .map(EnrolmentListStore::counts);
  }

  /**
   * Forgets the journals of enrolments that ended before an instant, at most so many; 0 once there
   * are none. Goes on where it stopped, so that no round looks twice at those that stay.
   */
  public Future<Integer> forgetJournals(Tx tx, Instant endedBefore, int most) {
    long after = searchedTo.get();
    return tx.run(EnrolmentStore.OLD_JOURNALS, after, Ids.lastOf(endedBefore), endedBefore, most)
        .compose(
            rows -> {
              long[] runs = EnrolmentStore.ids(rows);
              searchedTo.set(runs.length < most ? 0 : runs[runs.length - 1]);
              return runs.length == 0
                  ? Future.succeededFuture(0)
                  : tx.run(EnrolmentStore.FORGET_JOURNALS, (Object) runs).map(runs.length);
            });
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
