package dev.sojourn.testkit;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.core.fold.OpenWait;
import dev.sojourn.core.replay.Entry;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.Request;
import dev.sojourn.core.replay.Segment;
import dev.sojourn.dsl.EventView;
import dev.sojourn.dsl.compile.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One enrolment. */
final class Run {
  private final long id;
  private final Script script;
  private final Person person;
  private final String key;
  private final Fact trigger;
  private final Instant enteredAt;
  private final List<Entry> past = new ArrayList<>();
  private Journal journal;
  private String status = "active";
  private @Nullable String reason;
  private @Nullable Instant due;

  /** A run that has done nothing yet; {@code follows} if it waited for the end of another one. */
  Run(
      long id,
      Script script,
      Person person,
      String key,
      Fact trigger,
      Instant enteredAt,
      boolean follows) {
    this.id = id;
    this.script = script;
    this.person = person;
    this.key = key;
    this.trigger = trigger;
    this.enteredAt = enteredAt;
    this.journal =
        follows ? Journal.follow(trigger.id(), person.lastEvent()) : Journal.start(trigger.id());
  }

  Script script() {
    return script;
  }

  String journeyId() {
    return script.definition().id();
  }

  /** The id that scripts see. */
  String face() {
    return "run-" + id;
  }

  boolean isHeldOut() {
    return status.equals("held_out");
  }

  Person person() {
    return person;
  }

  String key() {
    return key;
  }

  Fact trigger() {
    return trigger;
  }

  /** When; later than its trigger for one that waited. */
  Instant enteredAt() {
    return enteredAt;
  }

  long id() {
    return id;
  }

  Journal journal() {
    return journal;
  }

  String status() {
    return status;
  }

  @Nullable String reason() {
    return reason;
  }

  /** When time takes it up again; null if only an outcome does, or nothing any more. */
  @Nullable Instant due() {
    return due;
  }

  boolean isLive() {
    return status.equals("active") || status.equals("waiting");
  }

  void commit(Journal longer) {
    journal = longer;
  }

  /** Goes on in the next generation; what it came to before stays known. */
  void startOver(Journal next) {
    past.addAll(Recorded.entries(this));
    journal = next;
  }

  void park(Request.@Nullable Park park, @Nullable Instant deadline) {
    status = park instanceof Request.SendMail && deadline == null ? "active" : "waiting";
    due = deadline;
  }

  void end(String how, @Nullable String why) {
    status = how;
    reason = why;
    due = null;
  }

  /** Drops all but what is stored: each segment crosses the codec. */
  void restart() {
    journal = stored();
  }

  /** Its journal as it is stored; before its first commit there is none. */
  Journal stored() {
    var begun = journal.pending().stream().anyMatch(entry -> !(entry instanceof Entry.Followed));
    return journal.segments().isEmpty() && !begun
        ? journal
        : Recorded.stored(journal, trigger.id(), script.definition().labels());
  }

  /** Whether it has come to the step of this label. */
  boolean hasReached(String label) {
    return Stream.concat(past.stream(), Recorded.entries(this).stream())
        .anyMatch(entry -> entry instanceof Entry.Step step && step.label().equals(label));
  }

  /** What the run knows when a segment begins now. */
  Segment segment(Instant now) {
    return new Segment(now, id, person.view(), new Trigger(trigger), face(), key);
  }

  /** What the ingest of an event must know of it. */
  LiveRun live() {
    var wait =
        journal.open().orElse(null) instanceof Request.AwaitEvent await
            ? new OpenWait(await.events(), await.where(), await.sameKey(), await.deadline())
            : null;
    return new LiveRun(id, key, script.definition(), enteredAt, wait);
  }

  /** How people tell it from others of its contact. */
  String name() {
    return key.isEmpty() ? journeyId() : journeyId() + " " + key;
  }

  /** How it stands, in words: {@code waiting at 'after-welcome'}. */
  String state() {
    return status
        + (isLive() ? " at '" + journal.label() + "'" : "")
        + (reason == null ? "" : ": " + reason);
  }

  /** Its labels and those of its journey's exits, for messages. */
  @Override
  public String toString() {
    return name() + " " + status + List.of(journal.label());
  }

  /** What a script sees of the event that enrolled the contact. */
  record Trigger(String name, Instant occurredAt, Map<?, ?> scalars) implements EventView {
    Trigger(Fact fact) {
      this(fact.name(), fact.occurredAt(), fact.scalars());
    }

    @Override
    public String getEventName() {
      return name;
    }

    @Override
    public Instant getOccurredAt() {
      return occurredAt;
    }

    @Override
    public @Nullable Object get(String name) {
      return scalars.get(name);
    }
  }
}
