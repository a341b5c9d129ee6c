package dev.sojourn.testkit.cli;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.definition.DateRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of a simulation, from a file with one JSON object a line. */
final class EventFile {
  /**
   * One event.
   *
   * @param who whom it happens to; null for every contact that has no name of its own
   * @param at when, or null
   * @param after how long after the start, where {@code at} is null
   * @param contact properties of the contact that come with it
   */
  record Line(
      @Nullable String who,
      String name,
      @Nullable Instant at,
      Duration after,
      Map<String, @Nullable Object> properties,
      Map<String, @Nullable Object> contact) {
    Instant at(Instant start) {
      return at == null ? start.plus(after) : at;
    }
  }

  private final List<Line> lines;

  private EventFile(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /** One event for everybody, at the start. */
  static EventFile ofTrigger(String event) {
    return new EventFile(List.of(new Line(null, event, null, Duration.ZERO, Map.of(), Map.of())));
  }

  /** Everybody has a date, by which it enters a day after the start. */
  static EventFile ofDate(DateRule rule, Instant start) {
    var date = start.plus(Duration.ofDays(1)).minus(rule.offset()).toString();
    var line =
        new Line(
            null, "user.created", null, Duration.ZERO, Map.of(), Map.of(rule.property(), date));
    return new EventFile(List.of(line));
  }

  /**
   * The events of a file.
   *
   * @throws IllegalArgumentException naming the line that is wrong
   */
  static EventFile read(Path file) throws IOException {
    var lines = new ArrayList<Line>();
    var number = 0;
    for (var text : Files.readAllLines(file)) {
      number++;
      if (!text.isBlank()) {
        try {
          lines.add(line(text));
        } catch (IllegalArgumentException | DateTimeException e) {
          throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
        }
      }
    }
    return new EventFile(lines);
  }

  private static Line line(String text) {
    if (!(Json.read(text) instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("is no JSON object");
    }
    var name = text(fields, "name");
    if (name == null) {
      throw new IllegalArgumentException("name is missing; it says what happened");
    }
    var user = text(fields, "userId");
    var email = text(fields, "email");
    var at = text(fields, "timestamp");
    var after = text(fields, "after");
    var contact = map(fields, "contactProperties");
    if (user != null && email != null) {
      contact.put("email", email);
    }
    return new Line(
        user == null ? email : user,
        name,
        at == null ? null : OffsetDateTime.parse(at).toInstant(),
        after == null ? Duration.ZERO : Span.read(after),
        map(fields, "eventProperties"),
        contact);
  }

  private static @Nullable String text(Map<?, ?> fields, String name) {
    var value = fields.get(name);
    if (value != null && !(value instanceof String)) {
      throw new IllegalArgumentException(name + " is no text");
    }
    return (String) value;
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> fields, String name) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    if (fields.get(name) instanceof Map<?, ?> values) {
      values.forEach((key, value) -> map.put(String.valueOf(key), value));
    }
    return map;
  }

  /** The first instant that is named, if any is. */
  Optional<Instant> first() {
    return lines.stream().map(Line::at).filter(Objects::nonNull).min(Instant::compareTo);
  }

  /** Those who have a name of their own, in order of appearance. */
  Set<String> named() {
    var names = new LinkedHashSet<String>();
    lines.forEach(
        line -> {
          if (line.who() != null) {
            names.add(line.who());
          }
        });
    return names;
  }

  /** Whether something happens to contacts without a name of their own. */
  boolean isForAnybody() {
    return lines.stream().anyMatch(line -> line.who() == null);
  }

  /** What happens to a contact; to one without a name of its own for null. */
  List<Line> of(@Nullable String who) {
    return lines.stream().filter(line -> Objects.equals(line.who(), who)).toList();
  }
}
