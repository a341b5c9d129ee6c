package dev.sojourn.runtime.bundle;

import dev.sojourn.core.replay.OwnEvents;
import dev.sojourn.core.schedule.TimeZones;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.runtime.config.Chosen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which version of each script takes new work: one numbered set, the same in every process.
 *
 * @param number grows with every set; 0 before the first
 * @param journeys the journeys that take new contacts, by id, in order of id
 * @param templates the templates, by key, in order of key
 * @param activeLists the lists
 * @param files the files by which others are spoken with
 * @param triggers the journeys again, by the names of the events that enrol: its trigger, and the
 *     one by which another journey starts it
 * @param mentioned events of the service's own that a version of some journey, of any age, names
 * @param watched the properties of contacts that journeys on a date enter by, and if there are such
 *     journeys, those that say a zone
 */
public record ActiveSet(
    long number,
    Map<String, ActiveJourney> journeys,
    Map<String, ActiveTemplate> templates,
    ActiveLists activeLists,
    ActiveFiles files,
    Map<String, Triggered> triggers,
    Set<String> mentioned,
    Set<String> watched) {
  /** What is in force before anything was published. */
  static final ActiveSet NONE =
      new ActiveSet(0, Map.of(), Map.of(), ActiveLists.NONE, ActiveFiles.NONE, List.of());

  /**
   * The journeys that one event enrols into, in order of id.
   *
   * @param definitions their definitions, in the same order
   */
  public record Triggered(List<ActiveJourney> journeys, List<JourneyDefinition> definitions) {
    static final Triggered NOTHING = new Triggered(List.of(), List.of());
  }

  /** The largest priority of a journey that takes new contacts; 0 if there is none. */
  public int largestPriority() {
    return journeys.values().stream()
        .mapToInt(journey -> journey.definition().sending().priority())
        .max()
        .orElse(0);
  }

  public ActiveSet {
    journeys = Collections.unmodifiableMap(new TreeMap<>(journeys));
    templates = Collections.unmodifiableMap(new TreeMap<>(templates));
    triggers = Map.copyOf(triggers);
    mentioned = Set.copyOf(mentioned);
    watched = Set.copyOf(watched);
  }

  /**
   * A set of these journeys, templates, lists and other files.
   *
   * @param naming the definitions that name events of the service's own
   */
  public ActiveSet(
      long number,
      Map<String, ActiveJourney> journeys,
      Map<String, ActiveTemplate> templates,
      ActiveLists lists,
      ActiveFiles files,
      Collection<JourneyDefinition> naming) {
    this(
        number,
        journeys,
        templates,
        lists,
        files,
        triggers(new TreeMap<>(journeys)),
        mentioned(naming),
        watched(journeys.values()));
  }

  /** The same of these journeys and lists alone. */
  ActiveSet only(Chosen chosen, Chosen chosenLists) {
    if (chosen.all() && chosenLists.all()) {
      return this;
    }
    var some = new TreeMap<>(journeys);
    some.keySet().removeIf(id -> !chosen.has(id));
    return new ActiveSet(
        number,
        some,
        templates,
        activeLists.only(chosenLists),
        files,
        triggers(some),
        mentioned,
        watched(some.values()));
  }

  /** The kinds of mail there are, and how many an address gets. */
  public ListsDefinition lists() {
    return activeLists.definition();
  }

  /** The journeys that events of this name enrol into, in order of id. */
  public List<ActiveJourney> triggeredBy(String event) {
    return triggers.getOrDefault(event, Triggered.NOTHING).journeys();
  }

  /** Whether some journey could notice an event of this name. */
  public boolean mentions(String event) {
    return mentioned.contains(event);
  }

  /** Whether a change of these properties of a contact may move a date on which it enters. */
  public boolean watches(Set<String> properties) {
    return !watched.isEmpty() && !Collections.disjoint(watched, properties);
  }

  /** The journeys that contacts enter on a date, in order of id. */
  public List<ActiveJourney> dated() {
    return watched.isEmpty() ? List.of() : dated(journeys.values()).toList();
  }

  private static Stream<ActiveJourney> dated(Collection<ActiveJourney> journeys) {
    return journeys.stream().filter(journey -> journey.definition().entry().date() != null);
  }

  private static Set<String> watched(Collection<ActiveJourney> journeys) {
    var names = new HashSet<String>();
    dated(journeys)
        .map(journey -> journey.definition().entry().date())
        .filter(Objects::nonNull)
        .forEach(
            rule -> {
              names.add(rule.property());
              names.addAll(TimeZones.PROPERTIES);
            });
    return names;
  }

  @Override
  public String toString() {
    return "ActiveSet[%d, journeys %s, templates %s]"
        .formatted(number, journeys.keySet(), templates.keySet());
  }

  private static Map<String, Triggered> triggers(Map<String, ActiveJourney> journeys) {
    var byEvent = new HashMap<String, List<ActiveJourney>>();
    for (var journey : journeys.values()) {
      var event = journey.definition().entry().trigger().event();
      byEvent.computeIfAbsent(event, name -> new ArrayList<>()).add(journey);
      var start = OwnEvents.START + journey.definition().id();
      if (!start.equals(event)) {
        byEvent.computeIfAbsent(start, name -> new ArrayList<>()).add(journey);
      }
    }
    var triggers = new HashMap<String, Triggered>();
    byEvent.forEach(
        (event, triggered) ->
            triggers.put(
                event,
                new Triggered(
                    List.copyOf(triggered),
                    triggered.stream().map(ActiveJourney::definition).toList())));
    return triggers;
  }

  private static Set<String> mentioned(Collection<JourneyDefinition> definitions) {
    var names = new HashSet<String>();
    for (var definition : definitions) {
      names.add(definition.entry().trigger().event());
      definition.exits().forEach(exit -> names.add(exit.event()));
      names.addAll(definition.labels());
    }
    return names;
  }
}
