package dev.sojourn.runtime.ingest;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.fold.Fold;
import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.core.fold.Queued;
import dev.sojourn.core.fold.Subject;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.event.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/** Folds the fresh events of a batch over the state of their contacts. */
final class Folding {
  private final State state;
  private final ActiveSet active;
  private final LongFunction<String> naming;
  private final Effects effects;

  /**
   * A folding into effects.
   *
   * @param active the journeys that take new contacts
   * @param naming the text that names a contact best
   */
  Folding(State state, ActiveSet active, LongFunction<String> naming, Effects effects) {
    this.state = state;
    this.active = active;
    this.naming = naming;
    this.effects = effects;
  }

  /** Adds to the effects what these events do, each contact's in their order. */
  void fold(List<Arrival> fresh) {
    var byContact = new LinkedHashMap<Long, List<Arrival>>();
    for (var arrival : fresh) {
      if (arrival.event().source() == Source.IMPORT) {
        continue;
      }
      byContact.computeIfAbsent(arrival.contactId(), id -> new ArrayList<>()).add(arrival);
    }
    byContact.forEach(this::fold);
  }

  private void fold(long contactId, List<Arrival> fresh) {
    var stored = state.runsOf(contactId);
    if (stored.isEmpty() && fresh.stream().allMatch(one -> one.triggered().isEmpty())) {
      return;
    }
    var live = stored.stream().map(run -> run.live(state.definition(run))).toList();
    var queued = queued(contactId);
    var names = interesting(live, queued, fresh);
    var heard = fresh.stream().filter(one -> names.contains(one.event().name())).toList();
    if (heard.isEmpty()) {
      return;
    }
    var tenant = heard.get(0).event().tenant();
    var triggered = new HashMap<String, List<ActiveJourney>>();
    heard.forEach(one -> triggered.put(one.event().name(), one.triggered()));
    var changes =
        Fold.apply(
            subject(tenant, contactId, live, queued),
            facts(heard, paths(live, queued, triggered)),
            name -> definitions(triggered.getOrDefault(name, List.of())));
    effects.add(about(tenant, contactId, heard, stored), changes);
  }

  /** What waits for the contact; a journey that was removed takes nobody any more. */
  private List<Queued> queued(long contactId) {
    var queued = new ArrayList<Queued>();
    for (var one : state.queuedFor(contactId)) {
      var journey = active.journeys().get(one.journeyId());
      if (journey != null) {
        queued.add(new Queued(journey.definition(), one.key(), one.eventId()));
      }
    }
    return queued;
  }

  private Subject subject(int tenant, long contactId, List<LiveRun> live, List<Queued> queued) {
    return new Subject(
        naming.apply(contactId),
        live,
        queued,
        state.lastEntries().getOrDefault(contactId, Map.of()),
        state.unsubscribed().contains(contactId),
        state.switchedOff().getOrDefault(tenant, Set.of()));
  }

  private Effects.Subject about(
      int tenant, long contactId, List<Arrival> heard, List<StoredRun> stored) {
    var arrivals = new HashMap<Long, Arrival>();
    heard.forEach(one -> arrivals.put(one.id(), one));
    var runs = new HashMap<Long, StoredRun>();
    stored.forEach(run -> runs.put(run.id(), run));
    return new Effects.Subject(tenant, contactId, arrivals, runs, active.journeys());
  }

  /** The names of events that can change anything for the contact, by exit, wait or trigger. */
  private static Set<String> interesting(
      List<LiveRun> live, List<Queued> queued, List<Arrival> fresh) {
    var names = new HashSet<String>();
    for (var run : live) {
      addExits(names, run.pinned());
      var wait = run.openWait();
      if (wait != null) {
        names.addAll(wait.events());
      }
    }
    // What an event begins may end on a later one of the same batch.
    queued.forEach(one -> addExits(names, one.journey()));
    for (var arrival : fresh) {
      if (!arrival.triggered().isEmpty()) {
        names.add(arrival.event().name());
        definitions(arrival.triggered()).forEach(one -> addExits(names, one));
      }
    }
    return names;
  }

  private static void addExits(Set<String> names, JourneyDefinition definition) {
    definition.exits().forEach(rule -> names.add(rule.event()));
  }

  private static Set<String> paths(
      List<LiveRun> live, List<Queued> queued, Map<String, List<ActiveJourney>> triggered) {
    var paths = new HashSet<String>();
    live.forEach(run -> addPath(paths, run.pinned()));
    queued.forEach(one -> addPath(paths, one.journey()));
    triggered.values().forEach(some -> definitions(some).forEach(one -> addPath(paths, one)));
    return paths;
  }

  private static void addPath(Set<String> paths, JourneyDefinition definition) {
    var path = definition.entry().key();
    if (path != null) {
      paths.add(path);
    }
  }

  private static List<Fact> facts(List<Arrival> heard, Set<String> paths) {
    return heard.stream().map(one -> one.fact(paths)).toList();
  }

  private static List<JourneyDefinition> definitions(List<ActiveJourney> journeys) {
    return journeys.stream().map(ActiveJourney::definition).toList();
  }
}
