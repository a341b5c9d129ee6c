package dev.sojourn.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happened, one line each, with the time since the start. */
final class Timeline {
  private final Instant start;
  private final List<String> lines = new ArrayList<>();

  Timeline(Instant start) {
    this.start = start;
  }

  void add(Instant at, String what) {
    lines.add(since(at) + "  " + what);
  }

  /** The time since the start: {@code +2d 00:00:30}. */
  String since(Instant at) {
    var time = Duration.between(start, at);
    return "+%dd %02d:%02d:%02d"
        .formatted(time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
