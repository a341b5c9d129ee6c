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
  private final Map<String, Instant> lastEntries;
  private long lastNewId;

  Enrolled(Subject subject) {
    this.subject = subject;
    this.live = new ArrayList<>(subject.live());
    this.lastEntries = new HashMap<>(subject.lastEntries());
    live.forEach(run -> entered(run.pinned().id(), run.enteredAt()));
  }

  /** Tests every live enrolment that has an exit rule of the event's name. */
  void exit(Fact event, List<Change> changes) {
    for (var runs = live.iterator(); runs.hasNext(); ) {
      var run = runs.next();
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
      if (exits) {
        runs.remove();
      }
      changes.add(new Change.Exit(event, run, exits));
    }
  }

  /** Tests every open wait for the event's name. */
  void match(Fact event, List<Change> changes) {
    for (var runs = live.listIterator(); runs.hasNext(); ) {
      var run = runs.next();
      var wait = run.openWait();
      if (wait == null
          || !wait.event().equals(event.name())
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
  Change knock(Fact event, JourneyDefinition journey) {
    var standing =
        new Standing(
            subject.switchedOff().contains(journey.id()),
            lastEntries.get(journey.id()),
            subject.unsubscribed(),
            liveKeys(journey.id()));
    var attempt = new Attempt(journey, event.scalars(), event.paths(), event.receivedAt());
    var decision = Admission.decide(attempt, standing);
    if (decision instanceof Decision.Enter enter) {
      return enrol(event, journey, enter.key());
    }
    if (decision instanceof Decision.Refuse refuse) {
      return new Change.Refuse(event, journey.id(), refuse.reason(), refuse.compared());
    }
    throw new AssertionError(decision);
  }

  private Change enrol(Fact event, JourneyDefinition journey, String key) {
    lastNewId--;
    var run = new LiveRun(lastNewId, key, journey, event.receivedAt(), null);
    live.add(run);
    entered(journey.id(), event.receivedAt());
    return new Change.Enrol(event, journey, key, run);
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
