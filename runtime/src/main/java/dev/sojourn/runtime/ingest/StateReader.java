package dev.sojourn.runtime.ingest;

import dev.sojourn.dsl.definition.EntryLimit;
import dev.sojourn.dsl.definition.EntryRule;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.enrolment.LastEntry;
import dev.sojourn.runtime.enrolment.QueuedTrigger;
import dev.sojourn.runtime.preference.Entrant;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is stored about the contacts of a batch, in statements that travel together. */
final class StateReader {
  private final IngestRooms rooms;
  private final Map<String, Integer> tasks;

  /**
   * A reader for one batch.
   *
   * @param tasks the interned numbers of the journeys that the batch triggers, by task name
   */
  StateReader(IngestRooms rooms, Map<String, Integer> tasks) {
    this.rooms = rooms;
    this.tasks = tasks;
  }

  /** What is stored about the contacts of the arrivals. */
  Future<State> read(Tx tx, Roll roll, List<Arrival> arrivals) {
    var known = roll.known();
    var triggering = new ArrayList<Arrival>();
    var contacts = new LinkedHashSet<Long>();
    var telling = new LinkedHashSet<Long>();
    for (var arrival : arrivals) {
      var stored = known.contains(arrival.contactId());
      if (!arrival.mayTrigger().isEmpty()) {
        triggering.add(arrival);
        if (stored) {
          contacts.add(arrival.contactId());
        }
      }
      if (stored && (arrival.mayTell() || arrival.mayMove())) {
        telling.add(arrival.contactId());
      }
    }
    var runs = runs(tx, known);
    var properties = properties(tx, telling);
    var lastEntries = lastEntries(tx, contacts, triggering);
    var early = switchedOff(tx, !triggering.isEmpty());
    var definitions = runs.compose(this::definitions);
    var queued = definitions.compose(all -> queued(tx, arrivals, runs.result(), all));
    var unsubscribed = unsubscribed(tx, entrants(roll, triggering), queued);
    var switchedOff =
        queued.compose(some -> triggering.isEmpty() ? switchedOff(tx, !some.isEmpty()) : early);
    return Future.all(List.of(properties, lastEntries, unsubscribed, switchedOff))
        .map(
            all ->
                new State(
                    runs.result(),
                    definitions.result(),
                    queued.result(),
                    properties.result(),
                    lastEntries.result(),
                    unsubscribed.result(),
                    switchedOff.result()));
  }

  /** Those of the contacts, and of those for whom something waits, that want no mail at all. */
  private Future<Set<Long>> unsubscribed(
      Tx tx, Map<Long, Entrant> entrants, Future<Map<Long, List<QueuedTrigger>>> queued) {
    var early = rooms.preferences().refusing(tx, entrants.values());
    var late =
        queued.compose(
            some -> {
              var others = new HashSet<>(some.keySet());
              others.removeAll(entrants.keySet());
              return rooms.preferences().unsubscribed(tx, others);
            });
    return Future.all(early, late)
        .map(
            both -> {
              var all = new HashSet<>(early.result());
              all.addAll(late.result());
              return all;
            });
  }

  /** Nothing can have been said of a new contact but of its address. */
  private static Map<Long, Entrant> entrants(Roll roll, List<Arrival> triggering) {
    var entrants = new LinkedHashMap<Long, Entrant>();
    for (var arrival : triggering) {
      var id = arrival.contactId();
      var email = roll.namesOf(id).get(KeyKind.EMAIL);
      if (email != null || roll.known().contains(id)) {
        entrants.put(id, new Entrant(arrival.event().tenant(), id, email));
      }
    }
    return entrants;
  }

  private Future<Map<Long, Map<String, @Nullable Object>>> properties(Tx tx, Set<Long> telling) {
    return rooms
        .contacts()
        .load(tx, telling)
        .map(
            contacts -> {
              var properties = new HashMap<Long, Map<String, @Nullable Object>>();
              contacts.forEach((id, contact) -> properties.put(id, contact.properties()));
              return properties;
            });
  }

  /** What waits behind runs that an exit rule may end now. */
  private Future<Map<Long, List<QueuedTrigger>>> queued(
      Tx tx,
      List<Arrival> arrivals,
      Map<Long, List<StoredRun>> runs,
      Map<Integer, JourneyDefinition> definitions) {
    var leaving = new LinkedHashSet<Long>();
    for (var arrival : arrivals) {
      var names = arrival.names();
      runs.getOrDefault(arrival.contactId(), List.of()).stream()
          .map(run -> definitions.get(run.version()))
          .filter(Objects::nonNull)
          .flatMap(definition -> definition.exits().stream())
          .filter(rule -> names.contains(rule.event()))
          .findFirst()
          .ifPresent(rule -> leaving.add(arrival.contactId()));
    }
    return rooms.enrolments().queued(tx, leaving);
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
      for (var journey : arrival.mayTrigger()) {
        var definition = journey.definition();
        if (known.contains(arrival.contactId()) && asksForEntries(definition.entry())) {
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

  private static boolean asksForEntries(EntryRule entry) {
    return !(entry.limit() instanceof EntryLimit.Unlimited) || entry.holdout().percent() > 0;
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

  private Future<Map<Integer, Set<String>>> switchedOff(Tx tx, boolean matters) {
    return matters ? rooms.enrolments().switchedOff(tx) : Future.succeededFuture(Map.of());
  }

  private record Entry(long contactId, String journeyId) {}
}
