package dev.sojourn.runtime.ingest;

import dev.sojourn.dsl.definition.EntryLimit;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.enrolment.LastEntry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what is stored about the contacts of a batch, in statements that travel together. */
final class StateReader {
  private final Rooms rooms;
  private final Map<String, Integer> tasks;

  /**
   * A reader for one batch.
   *
   * @param tasks the interned numbers of the journeys that the batch triggers, by task name
   */
  StateReader(Rooms rooms, Map<String, Integer> tasks) {
    this.rooms = rooms;
    this.tasks = tasks;
  }

  /** What is stored about these contacts, the stored ones among the arrivals' own. */
  Future<State> read(Tx tx, Set<Long> known, List<Arrival> arrivals) {
    var triggering = new ArrayList<Arrival>();
    var contacts = new LinkedHashSet<Long>();
    for (var arrival : arrivals) {
      if (!arrival.triggered().isEmpty()) {
        triggering.add(arrival);
        if (known.contains(arrival.contactId())) {
          contacts.add(arrival.contactId());
        }
      }
    }
    var runs = runs(tx, known);
    var lastEntries = lastEntries(tx, contacts, triggering);
    var unsubscribed = rooms.preferences().unsubscribed(tx, contacts);
    var switchedOff = switchedOff(tx, triggering);
    var definitions = runs.compose(this::definitions);
    return Future.all(List.of(definitions, lastEntries, unsubscribed, switchedOff))
        .map(
            all ->
                new State(
                    runs.result(),
                    definitions.result(),
                    lastEntries.result(),
                    unsubscribed.result(),
                    switchedOff.result()));
  }

  private Future<Map<Long, List<StoredRun>>> runs(Tx tx, Collection<Long> contacts) {
    return rooms.engine().live(tx, contacts).map(StateReader::enrolments);
  }

  private static Map<Long, List<StoredRun>> enrolments(List<LiveRun> live) {
    var runs = new HashMap<Long, List<StoredRun>>();
    for (var run : live) {
      if (JourneyTask.idOf(run.taskName()).isPresent()) {
        runs.computeIfAbsent(run.subject(), id -> new ArrayList<>()).add(StoredRun.of(run));
      }
    }
    return runs;
  }

  private Future<Map<Integer, JourneyDefinition>> definitions(Map<Long, List<StoredRun>> runs) {
    var versions = new HashSet<Integer>();
    runs.values().forEach(some -> some.forEach(run -> versions.add(run.version())));
    return versions.isEmpty()
        ? Future.succeededFuture(Map.of())
        : rooms.bundle().definitions(versions);
  }

  private Future<Map<Long, Map<String, Instant>>> lastEntries(
      Tx tx, Set<Long> known, List<Arrival> triggering) {
    var asked = new LinkedHashSet<Entry>();
    for (var arrival : triggering) {
      for (var journey : arrival.triggered()) {
        var definition = journey.definition();
        if (known.contains(arrival.contactId())
            && !(definition.entry().limit() instanceof EntryLimit.Unlimited)) {
          asked.add(new Entry(arrival.contactId(), definition.id()));
        }
      }
    }
    var contacts = asked.stream().map(Entry::contactId).toList();
    var journeys = asked.stream().map(entry -> task(entry.journeyId())).toList();
    return rooms
        .enrolments()
        .lastEntries(tx, contacts, journeys)
        .map(found -> byContact(found, asked));
  }

  private Map<Long, Map<String, Instant>> byContact(List<LastEntry> found, Set<Entry> asked) {
    var journeys = new HashMap<Integer, String>();
    asked.forEach(entry -> journeys.put(task(entry.journeyId()), entry.journeyId()));
    var entries = new HashMap<Long, Map<String, Instant>>();
    for (var last : found) {
      var journeyId = journeys.get(last.journey());
      if (journeyId != null) {
        entries
            .computeIfAbsent(last.contactId(), id -> new HashMap<>())
            .put(journeyId, Ids.instantOf(last.enrolmentId()));
      }
    }
    return entries;
  }

  private int task(String journeyId) {
    var number = tasks.get(JourneyTask.nameOf(journeyId));
    if (number == null) {
      throw new IllegalStateException("journey '" + journeyId + "' has no interned name");
    }
    return number;
  }

  private static Future<Map<Integer, Set<String>>> switchedOff(Tx tx, List<Arrival> triggering) {
    return triggering.isEmpty()
        ? Future.succeededFuture(Map.of())
        : tx.run(IngestStore.SWITCHED_OFF).map(IngestStore::journeysByTenant);
  }

  private record Entry(long contactId, String journeyId) {}
}
