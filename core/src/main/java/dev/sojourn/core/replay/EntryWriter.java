package dev.sojourn.core.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sojourn.dsl.definition.Condition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes format 1: an array of entries, each an array that begins with its tag. Instants are
 * milliseconds since 2025, spans milliseconds, labels numbers where the definition has them; -1 is
 * a label that is its word's discriminant.
 *
 * <pre>
 * ["f", last seen]         ["c", now?, {contact}]     ["g", cursor, parks, spins, {carried}]
 * ["h", kind, label, answer]   ["v", label, value]   ["x", label, reason]
 * ["p", label]             ["l", message]               ["s", label, started, span]
 * ["d", kind, label, value] ["t", label, event]          ["u", {properties}]
 * ["m", label, template, started]
 * ["w", label, event or [events], started, span, where?, key?, lookback?]
 * ["e"]                    ["a", event id, occurred, {scalars}, event?]
 * ["o", status, send id, sent?, reason?]
 * </pre>
 *
 * A condition is an array that begins with its operator:
 *
 * <pre>
 * ["eq", property, value]  ["and", condition…]  ["or", condition…]  ["not", condition]
 * ["event", name, check, operator, value, span]  ["email", template, check]
 * </pre>
 */
final class EntryWriter {
  private final List<String> labels;

  EntryWriter(List<String> labels) {
    this.labels = labels;
  }

  void write(JsonGenerator out, List<Entry> segment) throws IOException {
    out.writeStartArray();
    for (var entry : segment) {
      out.writeStartArray();
      write(out, entry);
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  private void write(JsonGenerator out, Entry entry) throws IOException {
    if (entry instanceof Entry.Seen seen) {
      out.writeString("c");
      instant(out, seen.now());
      Json.write(out, seen.contact(), Json.Dialect.TAGGED);
    } else if (entry instanceof Entry.Followed followed) {
      out.writeString("f");
      out.writeNumber(followed.lastSeen());
    } else if (entry instanceof Entry.Carried carried) {
      out.writeString("g");
      out.writeNumber(carried.cursor());
      out.writeNumber(carried.parks());
      out.writeNumber(carried.spins());
      Json.write(out, carried.values(), Json.Dialect.TAGGED);
    } else if (entry instanceof Entry.Opening opening) {
      writeOpening(out, opening);
    } else if (entry instanceof Entry.Step step) {
      writeStep(out, step);
    } else if (entry instanceof Entry.Ending ending) {
      writeEnding(out, ending);
    } else {
      throw new AssertionError(entry);
    }
  }

  private void writeStep(JsonGenerator out, Entry.Step step) throws IOException {
    if (step instanceof Entry.Answered answered) {
      out.writeString("h");
      out.writeString(answered.kind());
      label(out, answered.label());
      Json.write(out, answered.value(), Json.Dialect.TAGGED);
    } else if (step instanceof Entry.Computed computed) {
      out.writeString("v");
      label(out, computed.label());
      Json.write(out, computed.value(), Json.Dialect.TAGGED);
    } else if (step instanceof Entry.Broke broke) {
      out.writeString("x");
      label(out, broke.label());
      out.writeString(broke.reason());
    } else if (step instanceof Entry.Drawn drawn) {
      out.writeString("d");
      out.writeString(drawn.kind());
      label(out, drawn.label());
      Json.write(out, drawn.value(), Json.Dialect.TAGGED);
    } else if (step instanceof Entry.Triggered triggered) {
      out.writeString("t");
      label(out, triggered.label(), triggered.event());
      label(out, triggered.event());
    } else if (step instanceof Entry.ContactSet set) {
      out.writeString("u");
      Json.write(out, set.properties(), Json.Dialect.TAGGED);
    } else if (step instanceof Entry.Reached reached) {
      out.writeString("p");
      label(out, reached.label());
    } else if (step instanceof Entry.Logged logged) {
      out.writeString("l");
      out.writeString(logged.message());
    } else {
      throw new IllegalStateException("a journal cannot store the unanswered '" + step + "'");
    }
  }

  private void writeOpening(JsonGenerator out, Entry.Opening opening) throws IOException {
    if (opening instanceof Entry.SleepOpened sleep) {
      out.writeString("s");
      label(out, sleep.label(), sleep.kind());
      instant(out, sleep.startedAt());
      span(out, sleep.startedAt(), sleep.deadline());
    } else if (opening instanceof Entry.MailOpened mail) {
      out.writeString("m");
      label(out, mail.label(), mail.template());
      label(out, mail.template());
      instant(out, mail.startedAt());
    } else if (opening instanceof Entry.WaitOpened wait) {
      out.writeString("w");
      label(out, wait.label(), String.join("|", wait.events()));
      events(out, wait.events());
      instant(out, wait.startedAt());
      span(out, wait.startedAt(), wait.deadline());
      writeRule(out, wait);
    } else {
      throw new AssertionError(opening);
    }
  }

  private void events(JsonGenerator out, List<String> events) throws IOException {
    if (events.size() == 1) {
      label(out, events.get(0));
      return;
    }
    out.writeStartArray();
    for (var event : events) {
      label(out, event);
    }
    out.writeEndArray();
  }

  private static void writeRule(JsonGenerator out, Entry.WaitOpened wait) throws IOException {
    if (wait.where().isEmpty() && wait.key() == null && wait.lookback() == null) {
      return;
    }
    out.writeStartArray();
    for (var condition : wait.where()) {
      write(out, condition);
    }
    out.writeEndArray();
    out.writeString(wait.key());
    if (wait.lookback() != null) {
      out.writeNumber(wait.lookback().toMillis());
    }
  }

  private static void write(JsonGenerator out, Condition condition) throws IOException {
    out.writeStartArray();
    if (condition instanceof Condition.Property property) {
      out.writeString(property.operator().wire());
      out.writeString(property.property());
      Json.write(out, Values.plain(property.value()), Json.Dialect.TAGGED);
    } else if (condition instanceof Condition.Event event) {
      writeEvent(out, event);
    } else if (condition instanceof Condition.Email email) {
      out.writeString("email");
      out.writeString(email.templateKey());
      out.writeString(email.check().wire());
    } else if (condition instanceof Condition.And and) {
      write(out, "and", and.conditions());
    } else if (condition instanceof Condition.Or or) {
      write(out, "or", or.conditions());
    } else if (condition instanceof Condition.Not not) {
      write(out, "not", List.of(not.condition()));
    } else {
      throw new AssertionError(condition);
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, String tag, List<Condition> parts)
      throws IOException {
    out.writeString(tag);
    for (var part : parts) {
      write(out, part);
    }
  }

  private static void writeEvent(JsonGenerator out, Condition.Event event) throws IOException {
    out.writeString("event");
    out.writeString(event.eventName());
    out.writeString(event.check().wire());
    out.writeString(event.operator() == null ? null : event.operator().wire());
    Json.write(out, event.value(), Json.Dialect.TAGGED);
    Json.write(out, event.within() == null ? null : event.within().toMillis(), Json.Dialect.TAGGED);
  }

  private void writeEnding(JsonGenerator out, Entry.Ending ending) throws IOException {
    if (ending instanceof Entry.Elapsed elapsed) {
      out.writeString("e");
      if (elapsed.lastSeen() != Long.MAX_VALUE) {
        out.writeNumber(elapsed.lastSeen());
      }
    } else if (ending instanceof Entry.Matched matched) {
      out.writeString("a");
      out.writeNumber(matched.eventId());
      instant(out, matched.occurredAt());
      Json.write(out, matched.scalars(), Json.Dialect.TAGGED);
      if (!matched.event().isEmpty()) {
        label(out, matched.event());
      }
    } else if (ending instanceof Entry.Settled settled) {
      out.writeString("o");
      out.writeString(settled.status());
      out.writeString(settled.sendId());
      if (settled.sentAt() != null || settled.reason() != null) {
        instant(out, settled.sentAt());
      }
      if (settled.reason() != null) {
        out.writeString(settled.reason());
      }
    }
  }

  private void label(JsonGenerator out, String label, String discriminant) throws IOException {
    if (label.equals(discriminant)) {
      out.writeNumber(-1);
    } else {
      label(out, label);
    }
  }

  private void label(JsonGenerator out, String label) throws IOException {
    var number = labels.indexOf(label);
    if (number < 0) {
      out.writeString(label);
    } else {
      out.writeNumber(number);
    }
  }

  private static void instant(JsonGenerator out, @Nullable Instant instant) throws IOException {
    if (instant == null) {
      out.writeNull();
    } else {
      out.writeNumber(instant.toEpochMilli() - EventIds.START);
    }
  }

  private static void span(JsonGenerator out, Instant from, Instant to) throws IOException {
    out.writeNumber(Duration.between(from, to).toMillis());
  }
}
