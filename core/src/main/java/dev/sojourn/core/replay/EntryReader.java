package dev.sojourn.core.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.Condition.EmailCheck;
import dev.sojourn.dsl.definition.Condition.EventCheck;
import dev.sojourn.dsl.definition.Condition.Operator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads format 1, as {@link EntryWriter} describes it. */
final class EntryReader {
  private final List<String> labels;
  private final JsonParser in;

  EntryReader(List<String> labels, JsonParser in) {
    this.labels = labels;
    this.in = in;
  }

  List<Entry> readAll() throws IOException {
    var entries = new ArrayList<Entry>();
    in.nextToken();
    expect(JsonToken.START_ARRAY);
    while (in.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.START_ARRAY);
      var tag = in.nextTextValue();
      in.nextToken();
      entries.add(entry(String.valueOf(tag)));
      expect(JsonToken.END_ARRAY);
    }
    return List.copyOf(entries);
  }

  private Entry entry(String tag) throws IOException {
    return switch (tag) {
      case "f" -> new Entry.Followed(number());
      case "g" -> new Entry.Carried(number(), (int) number(), (int) number(), map());
      case "c" -> new Entry.Seen(maybeInstant(), map());
      case "h" -> new Entry.Answered(text(), label(), value());
      case "v" -> new Entry.Computed(label(), value());
      case "x" -> new Entry.Broke(label(), text());
      case "d" -> new Entry.Drawn(text(), label(), value());
      case "t" -> triggered();
      case "u" -> new Entry.ContactSet(map());
      case "p" -> new Entry.Reached(label());
      case "l" -> new Entry.Logged(text());
      case "s" -> sleep();
      case "m" -> mail();
      case "w" -> awaiting();
      case "e" -> new Entry.Elapsed(atEnd() ? Long.MAX_VALUE : number());
      case "a" -> matched();
      case "o" ->
          new Entry.Settled(
              text(), text(), atEnd() ? null : maybeInstant(), atEnd() ? null : text());
      default -> throw new IllegalArgumentException("a journal entry has the unknown tag " + tag);
    };
  }

  private Entry sleep() throws IOException {
    var label = maybeLabel();
    var started = instant();
    return new Entry.SleepOpened(
        label == null ? "sleep" : label, started, started.plusMillis(number()));
  }

  private Entry mail() throws IOException {
    var label = maybeLabel();
    var template = label();
    return new Entry.MailOpened(label == null ? template : label, template, instant());
  }

  private Entry awaiting() throws IOException {
    var label = maybeLabel();
    var events = events();
    var started = instant();
    var deadline = started.plusMillis(number());
    List<Condition> where = atEnd() ? List.of() : conditions();
    var key = atEnd() ? null : maybeText();
    var lookback = atEnd() ? null : Duration.ofMillis(number());
    return new Entry.WaitOpened(
        label == null ? String.join("|", events) : label,
        events,
        started,
        deadline,
        where,
        key,
        lookback);
  }

  private List<String> events() throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      return List.of(label());
    }
    in.nextToken();
    var events = new ArrayList<String>();
    while (!atEnd()) {
      events.add(label());
    }
    in.nextToken();
    return events;
  }

  /** The event is named where the wait was for several; the ending follows its wait. */
  private Entry matched() throws IOException {
    var eventId = number();
    var occurredAt = instant();
    var scalars = map();
    return new Entry.Matched(eventId, atEnd() ? "" : label(), occurredAt, scalars);
  }

  private Entry triggered() throws IOException {
    var label = maybeLabel();
    var event = label();
    return new Entry.Triggered(label == null ? event : label, event);
  }

  private List<Condition> conditions() throws IOException {
    expect(JsonToken.START_ARRAY);
    in.nextToken();
    var conditions = rest();
    in.nextToken();
    return conditions;
  }

  private List<Condition> rest() throws IOException {
    var conditions = new ArrayList<Condition>();
    while (!atEnd()) {
      conditions.add(condition());
    }
    return conditions;
  }

  private Condition condition() throws IOException {
    expect(JsonToken.START_ARRAY);
    in.nextToken();
    var tag = text();
    var condition =
        switch (tag) {
          case "and" -> new Condition.And(rest());
          case "or" -> new Condition.Or(rest());
          case "not" -> new Condition.Not(condition());
          case "event" -> event();
          case "email" -> new Condition.Email(text(), EmailCheck.valueOf(constant(text())));
          default -> new Condition.Property(text(), Operator.valueOf(constant(tag)), value());
        };
    expect(JsonToken.END_ARRAY);
    in.nextToken();
    return condition;
  }

  private Condition event() throws IOException {
    var name = text();
    var check = EventCheck.valueOf(constant(text()));
    var operator = maybeText();
    var value = maybeNumber();
    var within = maybeNumber();
    return new Condition.Event(
        name,
        check,
        operator == null ? null : Operator.valueOf(constant(operator)),
        value,
        within == null ? null : Duration.ofMillis(within));
  }

  private static String constant(String wire) {
    return wire.toUpperCase(Locale.ROOT);
  }

  private boolean atEnd() {
    return in.currentToken() == JsonToken.END_ARRAY;
  }

  private @Nullable String maybeLabel() throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      return text();
    }
    var number = (int) number();
    if (number >= labels.size()) {
      throw new IllegalArgumentException(
          "a journal entry names label " + number + " of a definition with " + labels.size());
    }
    return number < 0 ? null : labels.get(number);
  }

  private String label() throws IOException {
    return Objects.requireNonNull(maybeLabel(), "a journal entry lacks its label");
  }

  private @Nullable Object value() throws IOException {
    var value = Json.read(in, Json.Dialect.TAGGED);
    in.nextToken();
    return value;
  }

  @SuppressWarnings("unchecked") // objects are read as maps from text to plain values
  private Map<String, @Nullable Object> map() throws IOException {
    expect(JsonToken.START_OBJECT);
    return (Map<String, @Nullable Object>) Objects.requireNonNull(value());
  }

  private String text() throws IOException {
    expect(JsonToken.VALUE_STRING);
    var text = in.getText();
    in.nextToken();
    return text;
  }

  private @Nullable String maybeText() throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NULL) {
      return text();
    }
    in.nextToken();
    return null;
  }

  private long number() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT);
    var number = in.getLongValue();
    in.nextToken();
    return number;
  }

  private @Nullable Long maybeNumber() throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NULL) {
      return number();
    }
    in.nextToken();
    return null;
  }

  private Instant instant() throws IOException {
    return Instant.ofEpochMilli(EventIds.START + number());
  }

  private @Nullable Instant maybeInstant() throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NULL) {
      return instant();
    }
    in.nextToken();
    return null;
  }

  private void expect(JsonToken token) {
    if (in.currentToken() != token) {
      throw new IllegalArgumentException(
          "a journal entry has '" + in.currentToken() + "' where '" + token + "' is expected");
    }
  }
}
