package dev.sojourn.testkit;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.core.fold.OpenWait;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.JournalCodec;
import dev.sojourn.core.replay.Request;
import dev.sojourn.core.replay.Segment;
import dev.sojourn.dsl.EventView;
import dev.sojourn.dsl.compile.Script;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One enrolment. */
final class Run {
  private final long id;
  private final Script script;
  private final Person person;
  private final String key;
  private final Fact trigger;
  private Journal journal;
  private String status = "active";
  private @Nullable String reason;
  private @Nullable Instant due;

  Run(long id, Script script, Person person, String key, Fact trigger) {
    this.id = id;
    this.script = script;
    this.person = person;
    this.key = key;
    this.trigger = trigger;
    this.journal = Journal.start(trigger.id());
  }

  Script script() {
    return script;
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

  void park(Request.@Nullable Park park, @Nullable Instant deadline) {
    status = park instanceof Request.SendMail ? "active" : "waiting";
    due = deadline;
  }

  void end(String how, @Nullable String why) {
    status = how;
    reason = why;
    due = null;
  }

  /** Drops all but what is stored: each segment crosses the codec. */
  void restart() {
    var labels = script.definition().labels();
    var pending =
        journal.pending().isEmpty()
            ? journal.segments().stream()
            : Stream.concat(journal.segments().stream(), Stream.of(journal.pending()));
    var segments =
        pending
            .map(segment -> JournalCodec.encode(segment, labels))
            .map(text -> JournalCodec.decode(JournalCodec.FORMAT, text, labels))
            .toList();
    journal = Journal.of(journal.generation(), trigger.id(), segments);
  }

  /** What the run knows when a segment begins now. */
  Segment segment(Instant now) {
    return new Segment(now, id, person.view(), new Trigger(trigger), "run-" + id, key);
  }

  /** What the ingest of an event must know of it. */
  LiveRun live() {
    var wait =
        journal.open().orElse(null) instanceof Request.AwaitEvent await
            ? new OpenWait(await.event(), await.where(), await.sameKey(), await.deadline())
            : null;
    return new LiveRun(id, key, script.definition(), trigger.receivedAt(), wait);
  }

  /** How people tell it from others of its contact. */
  String name() {
    var journeyId = script.definition().id();
    return key.isEmpty() ? journeyId : journeyId + " " + key;
  }

  /** Its labels and those of its journey's exits, for messages. */
  @Override
  public String toString() {
    return name() + " " + status + List.of(journal.label());
  }

  private record Trigger(Fact fact) implements EventView {
    @Override
    public String getEventName() {
      return fact.name();
    }

    @Override
    public Instant getOccurredAt() {
      return fact.occurredAt();
    }

    @Override
    public @Nullable Object get(String name) {
      return fact.scalars().get(name);
    }
  }
}
