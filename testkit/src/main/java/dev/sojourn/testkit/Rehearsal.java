package dev.sojourn.testkit;

import dev.sojourn.core.admission.Keys;
import dev.sojourn.core.fold.Change;
import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.fold.Fold;
import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.core.fold.Subject;
import dev.sojourn.core.replay.Cause;
import dev.sojourn.core.replay.Scalars;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.definition.JourneyDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One journey and its contacts on virtual time: what ingest does in production, in memory. */
final class Rehearsal {
  private static final long START_OF_IDS = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  private final Script script;
  private final Timeline timeline;
  private final MailRoom mails;
  private final Stage stage;
  private final Map<String, Person> persons = new LinkedHashMap<>();
  private final List<Run> runs = new ArrayList<>();
  private final List<String> skipReasons = new ArrayList<>();
  private @Nullable Person current;
  private Instant now;
  private long lastEvent;

  Rehearsal(Script script, MailRoom mails, Timeline timeline, Instant start, Cuts cuts) {
    this.script = script;
    this.timeline = timeline;
    this.mails = mails;
    this.now = start;
    this.stage = new Stage(mails, timeline, cuts);
  }

  /** The contact that acts from now on, made when it is new. */
  void contact(String name, Map<String, ?> properties) {
    var email = name.contains("@") ? name.toLowerCase(Locale.ROOT) : null;
    var given = properties.get("id");
    var id = given != null ? given.toString() : email == null ? name : "u" + (persons.size() + 1);
    var person = persons.computeIfAbsent(name, key -> new Person(id, email));
    person.update(properties);
    current = person;
  }

  /** The contact that acts; the first word of a spec needs one. */
  Person current() {
    if (current == null) {
      contact("someone@example.com", Map.of());
    }
    return Objects.requireNonNull(current);
  }

  /** Takes in an event of the current contact. */
  void arrives(String name, Map<String, ?> given) {
    var person = current();
    var id = nextEventId(person);
    var properties = Person.plain(given);
    var path = script.definition().entry().key();
    var keys = path == null ? Map.<String, String>of() : Keys.at(properties, List.of(path));
    var event = new Fact(id, name, now, now, Scalars.of(properties), keys);
    timeline.add(now, "event " + name + (properties.isEmpty() ? "" : " " + properties));
    var changes = Fold.apply(subject(person), List.of(event), this::triggered);
    person.took(event);
    Map<Run, Cause> due = new LinkedHashMap<>();
    changes.forEach(change -> apply(change, person, due));
    due.forEach((run, cause) -> stage.advance(run, cause, now));
  }

  // An id beyond every live cursor: what was waited for ended before this event was received.
  private long nextEventId(Person person) {
    var seen =
        runs.stream()
            .filter(run -> run.isLive() && run.person() == person)
            .mapToLong(run -> run.journal().cursor())
            .max()
            .orElse(0);
    while (true) {
      var id = Math.max(lastEvent + 1, (now.toEpochMilli() - START_OF_IDS) << 22);
      if (id > seen) {
        lastEvent = id;
        return id;
      }
      passes(Duration.ofMillis(1));
    }
  }

  private List<JourneyDefinition> triggered(String event) {
    var definition = script.definition();
    return definition.entry().trigger().event().equals(event) ? List.of(definition) : List.of();
  }

  private Subject subject(Person person) {
    var live = new ArrayList<LiveRun>();
    Map<String, Instant> lastEntries = new HashMap<>();
    for (var run : runs) {
      if (run.person() == person) {
        lastEntries.put(run.script().definition().id(), run.trigger().receivedAt());
        if (run.isLive()) {
          live.add(run.live());
        }
      }
    }
    return new Subject(live, lastEntries, person.wishes().unsubscribedFromAll(), Set.of());
  }

  private void apply(Change change, Person person, Map<Run, Cause> due) {
    var event = change.event();
    if (change instanceof Change.Exit exit) {
      exit(run(exit.run().id()), event, exit.exits());
    } else if (change instanceof Change.Match match) {
      due.put(run(match.run().id()), arrived(run(match.run().id()), event));
    } else if (change instanceof Change.Enrol enrol) {
      var run = new Run(runs.size() + 1, script, person, enrol.key(), event);
      runs.add(run);
      timeline.add(now, "entered " + run.name());
      due.put(run, new Cause.Looked(now));
    } else if (change instanceof Change.Refuse refuse) {
      skipReasons.add(refuse.reason().wire());
      timeline.add(now, "not entered " + refuse.journeyId() + ": " + refuse.reason().wire());
    } else if (change instanceof Change.NearMiss miss) {
      timeline.add(now, "no match for " + run(miss.run().id()).name() + ": " + miss.compared());
    }
  }

  private void exit(Run run, Fact event, boolean exits) {
    if (exits) {
      run.end("exited", event.name());
      timeline.add(now, "exited " + run.name() + " by " + event.name());
    } else {
      timeline.add(now, "not exited " + run.name() + " by " + event.name());
    }
  }

  private Run run(long id) {
    return runs.get((int) id - 1);
  }

  static Cause.Arrived arrived(Run run, Fact event) {
    var path = run.script().definition().entry().key();
    var key = path == null ? null : event.paths().get(path);
    return new Cause.Arrived(event.id(), event.name(), event.occurredAt(), event.scalars(), key);
  }

  /** Lets time pass; each run is taken up when it is due, in order. */
  void passes(Duration time) {
    var until = now.plus(time);
    for (var next = nextDue(until); next != null; next = nextDue(until)) {
      now = Objects.requireNonNull(next.due());
      stage.advance(next, new Cause.Looked(now), now);
    }
    now = until;
  }

  private @Nullable Run nextDue(Instant until) {
    Run next = null;
    for (var run : runs) {
      var due = run.due();
      if (due != null && !due.isAfter(until) && (next == null || due.isBefore(due(next)))) {
        next = run;
      }
    }
    return next;
  }

  private static Instant due(Run run) {
    return Objects.requireNonNull(run.due());
  }

  MailRoom mails() {
    return mails;
  }

  Timeline timeline() {
    return timeline;
  }

  List<Run> runs() {
    return List.copyOf(runs);
  }

  List<String> skipReasons() {
    return List.copyOf(skipReasons);
  }

  Instant now() {
    return now;
  }

  /** How many segments were committed. */
  int commits() {
    return stage.commits();
  }
}
