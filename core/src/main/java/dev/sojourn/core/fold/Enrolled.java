package dev.sojourn.core.fold;

import dev.sojourn.core.admission.Admission;
import dev.sojourn.core.admission.Attempt;
import dev.sojourn.core.admission.Decision;
import dev.sojourn.core.admission.Standing;
import dev.sojourn.core.condition.Conditions;
import dev.sojourn.dsl.definition.JourneyDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The enrolments of one contact while a fold goes on. */
final class Enrolled {
  private final Subject subject;
  private final List<LiveRun> live;
  private final Map<Place, Queued> queued = new HashMap<>();
  private final Map<String, Instant> lastEntries;
  private long lastNewId;

  Enrolled(Subject subject) {
    this.subject = subject;
    this.live = new ArrayList<>(subject.live());
    this.lastEntries = new HashMap<>(subject.lastEntries());
    live.forEach(run -> entered(run.pinned().id(), run.enteredAt()));
    subject.queued().forEach(one -> queued.put(new Place(one.journey().id(), one.key()), one));
  }

  /** What one live enrolment of the contact may hold at a time. */
  private record Place(String journeyId, String key) {
    static Place of(LiveRun run) {
      return new Place(run.pinned().id(), run.key());
    }
  }

  /** Tests every live enrolment that has an exit rule of the event's name. */
  void exit(Fact event, List<Change> changes) {
    for (var run : List.copyOf(live)) {
      var rules =
          run.pinned().exits().stream().filter(rule -> rule.event().equals(event.name())).toList();
      if (rules.isEmpty()) {
        continue;
      }
      var exits =
          rules.stream()
              .anyMatch(
                  rule ->
                      Conditions.hold(rule.where(), event.scalars())
                          && (!rule.sameKey() || run.hasKeyOf(event)));
      changes.add(new Change.Exit(event, run, exits));
      if (exits) {
        live.remove(run);
        follow(event, Place.of(run), changes);
      }
    }
  }

  /** Lets in what waited for the place. */
  private void follow(Fact event, Place place, List<Change> changes) {
    var next = queued.remove(place);
    if (next == null) {
      return;
    }
    var closed = Admission.closed(next.journey(), isSwitchedOff(next.journey()));
    if (closed.isPresent()) {
      changes.add(new Change.Refuse(event, place.journeyId(), closed.get(), Map.of()));
    } else {
      changes.add(new Change.Follow(event, next, begin(event, next.journey(), next.key())));
    }
  }

  /** Tests every open wait for the event's name. */
  void match(Fact event, List<Change> changes) {
    for (var runs = live.listIterator(); runs.hasNext(); ) {
      var run = runs.next();
      var wait = run.openWait();
      if (wait == null
          || !wait.events().contains(event.name())
          || event.receivedAt().isAfter(wait.deadline())) {
        continue;
      }
      var rightKey = !wait.sameKey() || run.hasKeyOf(event);
      if (rightKey && Conditions.hold(wait.where(), event.scalars())) {
        runs.set(run.awake());
        changes.add(new Change.Match(event, run));
      } else {
        changes.add(new Change.NearMiss(event, run, compared(event, run, wait, rightKey)));
      }
    }
  }

  /** Lets the contact in, or says why not. */
  void knock(Fact event, JourneyDefinition journey, List<Change> changes) {
    var standing =
        new Standing(
            isSwitchedOff(journey),
            lastEntries.get(journey.id()),
            subject.unsubscribed(),
            liveKeys(journey.id()));
    var attempt =
        new Attempt(
            subject.contact(),
            journey,
            event.name(),
            event.scalars(),
            event.paths(),
            event.receivedAt());
    var decision = Admission.decide(attempt, standing);
    if (decision instanceof Decision.Enter enter) {
      changes.add(enrol(event, journey, enter.key()));
    } else if (decision instanceof Decision.Restart restart) {
      restart(event, journey, new Place(journey.id(), restart.key()), changes);
    } else if (decision instanceof Decision.Queue queue) {
      var place = new Place(journey.id(), queue.key());
      queued.put(place, new Queued(journey, queue.key(), event.id()));
      changes.add(new Change.Queue(event, journey, holder(place)));
    } else if (decision instanceof Decision.HoldOut) {
      holdOut(event, journey, standing.lastEntry() == null, changes);
    } else if (decision instanceof Decision.Refuse refuse) {
      changes.add(new Change.Refuse(event, journey.id(), refuse.reason(), refuse.compared()));
    } else {
      throw new AssertionError(decision);
    }
  }

  private void restart(Fact event, JourneyDefinition journey, Place place, List<Change> changes) {
    var run = holder(place);
    live.remove(run);
    queued.remove(place);
    changes.add(new Change.Replace(event, run));
    changes.add(enrol(event, journey, place.key()));
  }

  private void holdOut(Fact event, JourneyDefinition journey, boolean first, List<Change> changes) {
    changes.add(new Change.HoldOut(event, journey, first));
    if (first) {
      entered(journey.id(), event.receivedAt());
    }
  }

  private LiveRun holder(Place place) {
    return live.stream().filter(run -> Place.of(run).equals(place)).findFirst().orElseThrow();
  }

  private boolean isSwitchedOff(JourneyDefinition journey) {
    return subject.switchedOff().contains(journey.id());
  }

  private Change enrol(Fact event, JourneyDefinition journey, String key) {
    return new Change.Enrol(event, journey, key, begin(event, journey, key));
  }

  private LiveRun begin(Fact event, JourneyDefinition journey, String key) {
    lastNewId--;
    var run = new LiveRun(lastNewId, key, journey, event.receivedAt(), null);
    live.add(run);
    entered(journey.id(), event.receivedAt());
    return run;
  }

  private void entered(String journeyId, Instant at) {
    lastEntries.merge(journeyId, at, (one, other) -> one.isAfter(other) ? one : other);
  }

  private Set<String> liveKeys(String journeyId) {
    var keys = new HashSet<String>();
    for (var run : live) {
      if (run.pinned().id().equals(journeyId)) {
        keys.add(run.key());
      }
    }
    return keys;
  }

  private static Map<String, @Nullable Object> compared(
      Fact event, LiveRun run, OpenWait wait, boolean rightKey) {
    var compared = new LinkedHashMap<>(Conditions.compared(wait.where(), event.scalars()));
    var path = run.pinned().entry().key();
    if (!rightKey && path != null) {
      compared.put(path, event.paths().get(path));
    }
    return Collections.unmodifiableMap(compared);
  }
}
