package dev.sojourn.testkit;

import dev.sojourn.core.admission.Keys;
import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.fold.Fold;
import dev.sojourn.core.replay.Cause;
import dev.sojourn.core.replay.ContactChange;
import dev.sojourn.core.replay.OwnEvents;
import dev.sojourn.core.replay.ReplayVerdict;
import dev.sojourn.core.replay.Scalars;
import dev.sojourn.dsl.RunScope;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.definition.JourneyDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One journey and its contacts on virtual time: what ingest does in production, in memory. */
final class Rehearsal {
  private static final long START_OF_IDS = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  private final Releases releases;
  private final Stress stress;
  private final Timeline timeline;
  private final MailRoom mails;
  private final Stage stage;
  private final Register register;
  private final Agenda agenda;
  private final Map<String, Person> persons = new LinkedHashMap<>();
  private final Set<String> eventKeys = new HashSet<>();
  private @Nullable Person current;
  private Instant now;
  private long lastEvent;
  private int changes;

  Rehearsal(Releases releases, MailRoom mails, Timeline timeline, Instant start, Stress stress) {
    this.releases = releases;
    this.stress = stress;
    this.timeline = timeline;
    this.mails = mails;
    this.now = start;
    this.register = new Register(releases, timeline, this::tell);
    this.agenda = new Agenda(releases, register, timeline, this::take);
    this.stage = new Stage(mails, timeline, stress, register, this::take, agenda);
  }

  private void tell(Run run, Fact cause) {
    stage.tell(run, cause);
  }

  /** The contact that acts from now on, made when it is new. */
  void contact(String name, Map<String, ?> properties) {
    var email = name.contains("@") ? name.toLowerCase(Locale.ROOT) : null;
    var given = properties.get("id");
    var id = given != null ? given.toString() : email == null ? name : "u" + (persons.size() + 1);
    current = persons.computeIfAbsent(name, key -> new Person(id, email));
    change(properties);
  }

  /** Properties of the current contact change; journeys that ask for it are told. */
  void change(Map<String, ?> properties) {
    var person = current();
    var before = new HashMap<>(person.properties());
    person.update(properties);
    var told = ContactChange.told(before, person.said(properties));
    if (!told.isEmpty()) {
      take(person, "change " + ++changes, RunScope.CONTACT_CHANGED, told);
      agenda.changed(person, told, now);
    }
  }

  /** The contact that acts; the first word of a spec needs one. */
  Person current() {
    if (current == null) {
      contact("someone@example.com", Map.of());
    }
    return Objects.requireNonNull(current);
  }

  /** Takes in an event of the current contact under its key; a repeat changes nothing. */
  void arrives(String key, String name, Map<String, ?> given) {
    take(current(), key, name, given);
  }

  private void take(
      Person person, String key, String name, Map<String, ? extends @Nullable Object> given) {
    var isNews = name.equals(RunScope.CONTACT_CHANGED) || name.startsWith("journey:");
    if (isNews && !isMentioned(name)) {
      return;
    }
    for (var times = stress.doubles() ? 2 : 1; times > 0; times--) {
      if (eventKeys.add(key)) {
        take(person, name, given);
      }
    }
  }

  private void take(Person person, String name, Map<String, ? extends @Nullable Object> given) {
    var id = nextEventId();
    var properties = Person.plain(given);
    var keys = Keys.at(properties, keyPaths(name));
    var event = new Fact(id, name, now, now, Scalars.of(properties), keys);
    var shown = new LinkedHashMap<>(properties);
    shown.keySet().removeIf(property -> property.startsWith("__"));
    timeline.add(now, "event " + name + (shown.isEmpty() ? "" : " " + shown));
    var said = Fold.apply(register.subject(person), List.of(event), this::triggered);
    person.took(event);
    register.apply(said, person, now).forEach(this::advance);
    stage.happen();
  }

  private List<String> keyPaths(String event) {
    return Stream.concat(definitions(), triggered(event).stream())
        .map(definition -> definition.entry().key())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private boolean isMentioned(String event) {
    return definitions()
        .anyMatch(
            definition ->
                definition.entry().trigger().event().equals(event)
                    || definition.exits().stream().anyMatch(exit -> exit.event().equals(event))
                    || definition.labels().contains(event));
  }

  private Stream<JourneyDefinition> definitions() {
    return Stream.concat(runs().stream().map(Run::script), Stream.of(releases.newest()))
        .map(Script::definition);
  }

  private long nextEventId() {
    lastEvent = Math.max(lastEvent + 1, (now.toEpochMilli() - START_OF_IDS) << 22);
    return lastEvent;
  }

  private List<JourneyDefinition> triggered(String event) {
    var started = OwnEvents.started(event);
    if (started.isPresent()) {
      return started.flatMap(releases::newest).map(Script::definition).stream().toList();
    }
    var definition = releases.newest().definition();
    return definition.entry().trigger().event().equals(event) ? List.of(definition) : List.of();
  }

  static Cause.Arrived arrived(Run run, Fact event) {
    var path = run.script().definition().entry().key();
    var key = path == null ? null : event.paths().get(path);
    return new Cause.Arrived(event.id(), event.name(), event.occurredAt(), event.scalars(), key);
  }

  /** Lets time pass; each run is taken up when it is due and each date comes, in order. */
  void passes(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("timePasses takes time that goes by, not '" + time + "'");
    }
    var until = now.plus(time);
    for (var isOver = false; !isOver; ) {
      var next = nextDue(until);
      var date = agenda.next().filter(one -> !one.isAfter(next == null ? until : due(next)));
      if (date.isPresent()) {
        now = date.get();
        agenda.come(now);
      } else if (next != null) {
        now = due(next);
        advance(next, new Cause.Looked(now, next.person().lastEvent()));
      }
      isOver = date.isEmpty() && next == null;
    }
    now = until;
  }

  private void advance(Run run, Cause cause) {
    stage.advance(run, cause, now);
    look();
  }

  private void look() {
    releases.look(runs(), now);
    agenda.follow(persons.values(), now);
  }

  private @Nullable Run nextDue(Instant until) {
    Run next = null;
    for (var run : runs()) {
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

  /** The contacts, by when they were first named. */
  List<Person> persons() {
    return List.copyOf(persons.values());
  }

  /** The script is released for new runs as soon as a run has come to this step. */
  void releaseAt(String step, Script script) {
    releases.releaseAt(step, script);
    look();
  }

  /** What live runs come to on the scripts that were released after theirs. */
  List<ReplayVerdict> verdicts() {
    return releases.verdicts();
  }

  List<Run> runs() {
    return register.runs();
  }

  List<String> skipReasons() {
    return register.skipReasons();
  }

  Instant now() {
    return now;
  }

  /** How many segments were committed. */
  int commits() {
    return stage.commits();
  }
}
