package dev.sojourn.testkit.cli;

import dev.sojourn.core.replay.Json;
import dev.sojourn.testkit.JourneyTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contacts that play one journey, each for itself; those to whom the same happens are one path. */
final class Simulation {
  /** How many paths people are shown. */
  private static final int SHOWN = 10;

  private static final String ANYBODY = "<contact>";

  private final String journey;
  private final Instant start;
  private final Duration length;
  private final Map<List<String>, Path> paths = new LinkedHashMap<>();
  private int contacts;

  Simulation(String journey, Instant start, Duration length) {
    this.journey = journey;
    this.start = start;
    this.length = length;
  }

  private static final class Path {
    private final String example;
    private final String status;
    private final List<String> sent;
    private final List<String> timeline;
    private int contacts;

    Path(String example, JourneyTest played) {
      this.example = example;
      this.status = played.status();
      this.sent = List.copyOf(played.sent());
      this.timeline = List.copyOf(played.timeline());
    }
  }

  /** Lets a contact play it: its events at their times, and then the rest of the time. */
  void play(String name, JourneyTest test, List<EventFile.Line> events) {
    var end = start.plus(length);
    test.startsAt(start).contact(name);
    var ordered =
        events.stream()
            .sorted(Comparator.comparing((EventFile.Line line) -> line.at(start)))
            .toList();
    for (var event : ordered) {
      var at = event.at(start);
      if (!at.isAfter(end)) {
        if (at.isAfter(test.now())) {
          test.timePasses(Duration.between(test.now(), at));
        }
        if (!event.contact().isEmpty()) {
          test.contact(name, event.contact());
        }
        test.arrives(event.name(), event.properties());
      }
    }
    test.timePasses(Duration.between(test.now(), end));
    contacts++;
    var path = test.timeline().stream().map(line -> withoutName(line, name)).toList();
    paths.computeIfAbsent(path, any -> new Path(name, test)).contacts++;
  }

  /** A line without the contact's address, and what mails call somebody without a name. */
  private static String withoutName(String line, String name) {
    var at = name.indexOf('@');
    var rest = line.replace(name, ANYBODY);
    return at > 0 ? rest.replace(name.substring(0, at), ANYBODY) : rest;
  }

  private List<Path> mostFrequentFirst() {
    return paths.values().stream()
        .sorted(Comparator.comparingInt((Path path) -> -path.contacts))
        .toList();
  }

  String text() {
    var text = new StringBuilder();
    text.append("journey '%s' from %s to %s".formatted(journey, start, start.plus(length)));
    text.append(contacts == 1 ? "" : ", " + contacts + " contacts");
    var all = mostFrequentFirst();
    for (var path : all.subList(0, Math.min(SHOWN, all.size()))) {
      if (contacts > 1) {
        text.append("\n\n%d of them, such as %s".formatted(path.contacts, path.example));
      }
      path.timeline.forEach(line -> text.append("\n  ").append(line));
      text.append("\n  at the end: ").append(path.status);
    }
    if (all.size() > SHOWN) {
      text.append("\n\nand %d other ways; --json shows all".formatted(all.size() - SHOWN));
    }
    return text.toString();
  }

  String json() {
    var shown = new ArrayList<Map<String, Object>>();
    for (var path : mostFrequentFirst()) {
      var one = new LinkedHashMap<String, Object>();
      one.put("contacts", path.contacts);
      one.put("example", path.example);
      one.put("status", path.status);
      one.put("sent", path.sent);
      one.put("timeline", path.timeline);
      shown.add(one);
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("journey", journey);
    json.put("start", start.toString());
    json.put("end", start.plus(length).toString());
    json.put("contacts", contacts);
    json.put("paths", shown);
    return Json.write(json);
  }
}
