package dev.sojourn.testkit;

import dev.sojourn.core.schedule.Appointment;
import dev.sojourn.core.schedule.TimeZones;
import dev.sojourn.dsl.definition.DateRule;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who waits for a date to enter on: what the runs of production's entry tasks are, in memory. */
final class Agenda {
  private final Releases releases;
  private final Register register;
  private final Timeline timeline;
  private final Intake intake;
  private final Map<Person, Waits> waiting = new LinkedHashMap<>();
  private @Nullable DateRule followed;
  private int entries;

  Agenda(Releases releases, Register register, Timeline timeline, Intake intake) {
    this.releases = releases;
    this.register = register;
    this.timeline = timeline;
    this.intake = intake;
    this.followed = rule();
  }

  /**
   * One who waits.
   *
   * @param since since when: what lies before had passed
   */
  private record Waits(Instant until, Instant since) {}

  private @Nullable DateRule rule() {
    return releases.newest().definition().entry().date();
  }

  /** Properties of a contact have changed; {@code changed} holds the new values. */
  void changed(Person person, Map<String, ? extends @Nullable Object> changed, Instant now) {
    var rule = rule();
    if (rule == null) {
      return;
    }
    if (changed.containsKey(rule.property())) {
      waiting.remove(person);
      look(person, rule, now, now);
    } else if (!Collections.disjoint(changed.keySet(), TimeZones.PROPERTIES)) {
      var before = waiting.remove(person);
      if (before != null) {
        look(person, rule, now, before.since());
      }
    }
  }

  /** Another script may be in force: whom it concerns is found as by production's sweeps. */
  void follow(Collection<Person> persons, Instant now) {
    var rule = rule();
    if (Objects.equals(rule, followed)) {
      return;
    }
    followed = rule;
    for (var person : persons) {
      var before = waiting.remove(person);
      if (rule != null) {
        var next = Appointment.of(rule, person.properties()::get, now, now);
        if (before != null || next instanceof Appointment.Ahead) {
          act(person, next, now);
        }
      }
    }
  }

  /** When the next date comes. */
  Optional<Instant> next() {
    return waiting.values().stream().map(Waits::until).min(Instant::compareTo);
  }

  /** Dates have come. */
  void come(Instant now) {
    var rule = rule();
    for (var person : List.copyOf(waiting.keySet())) {
      var one = waiting.get(person);
      if (one != null && !one.until().isAfter(now)) {
        waiting.remove(person);
        if (rule != null) {
          look(person, rule, now, null);
        }
      }
    }
  }

  private void look(Person person, DateRule rule, Instant now, @Nullable Instant since) {
    act(person, Appointment.of(rule, person.properties()::get, now, since), now);
  }

  private void act(Person person, Appointment next, Instant now) {
    var journeyId = releases.newest().definition().id();
    if (next instanceof Appointment.Ahead ahead) {
      waiting.put(person, new Waits(ahead.until(), now));
      timeline.add(now, "enters " + journeyId + " on " + timeline.since(ahead.until()));
    } else if (next instanceof Appointment.Due due) {
      intake.take(person, "date " + ++entries, DateRule.event(journeyId), due.told());
    } else if (next instanceof Appointment.Missed missed) {
      register.leaveOut(journeyId, missed.reason(), now);
    }
  }
}
