package dev.sojourn.runtime.ingest;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.fold.Fold;
import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.core.fold.Subject;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.bundle.ActiveJourney;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Folds the fresh events of a batch over the state of their contacts. */
final class Folding {
  private final State state;
  private final Effects effects;

  Folding(State state, Effects effects) {
    this.state = state;
    this.effects = effects;
  }

  /** Adds to the effects what these events do, each contact's in their order. */
  void fold(List<Arrival> fresh) {
    var byContact = new LinkedHashMap<Long, List<Arrival>>();
    for (var arrival : fresh) {
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
    var names = interesting(live, fresh);
    var heard = fresh.stream().filter(one -> names.contains(one.event().name())).toList();
    if (heard.isEmpty()) {
      return;
    }
    var tenant = heard.get(0).event().tenant();
    var triggered = new HashMap<String, List<ActiveJourney>>();
    heard.forEach(one -> triggered.put(one.event().name(), one.triggered()));
    var changes =
        Fold.apply(
            subject(tenant, contactId, live),
            facts(heard, paths(live, triggered)),
            name -> definitions(triggered.getOrDefault(name, List.of())));
    effects.add(about(tenant, contactId, heard, stored, triggered), changes);
  }

  private Subject subject(int tenant, long contactId, List<LiveRun> live) {
    return new Subject(
        live,
        state.lastEntries().getOrDefault(contactId, Map.of()),
        state.unsubscribed().contains(contactId),
        state.switchedOff().getOrDefault(tenant, Set.of()));
  }

  private static Effects.Subject about(
      int tenant,
      long contactId,
      List<Arrival> heard,
      List<StoredRun> stored,
      Map<String, List<ActiveJourney>> triggered) {
    var arrivals = new HashMap<Long, Arrival>();
    heard.forEach(one -> arrivals.put(one.id(), one));
    var runs = new HashMap<Long, StoredRun>();
    stored.forEach(run -> runs.put(run.id(), run));
    var versions = new HashMap<String, Integer>();
    triggered
        .values()
        .forEach(some -> some.forEach(one -> versions.put(one.definition().id(), one.version())));
    return new Effects.Subject(tenant, contactId, arrivals, runs, versions);
  }

  /** The names of events that can change anything for the contact, by exit, wait or trigger. */
  private static Set<String> interesting(List<LiveRun> live, List<Arrival> fresh) {
    var names = new HashSet<String>();
    for (var run : live) {
      run.pinned().exits().forEach(rule -> names.add(rule.event()));
      var wait = run.openWait();
      if (wait != null) {
        names.add(wait.event());
      }
    }
    for (var arrival : fresh) {
      if (!arrival.triggered().isEmpty()) {
        names.add(arrival.event().name());
        // What it begins may end on a later event of the same batch.
        definitions(arrival.triggered())
            .forEach(one -> one.exits().forEach(rule -> names.add(rule.event())));
      }
    }
    return names;
  }

  private static Set<String> paths(List<LiveRun> live, Map<String, List<ActiveJourney>> triggered) {
    var paths = new HashSet<String>();
    live.forEach(run -> addPath(paths, run.pinned()));
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
