package dev.sojourn.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What happened, one line each, with the time since the start. */
final class Timeline {
  private static final int LINES = 200;
  private static final int RUNS = 20;

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

  /** The end of a rehearsal for people: what happened last, and how the newest runs stand now. */
  String told(List<Run> runs, Instant now) {
    var story = new ArrayList<String>();
    story.add("the timeline, from " + start);
    story.addAll(last(lines, LINES, "lines"));
    story.add(since(now) + "  now");
    var stand =
        runs.stream()
            .map(run -> run.name() + " of " + run.person().called() + " is " + run.state());
    last(stand.toList(), RUNS, "runs").forEach(run -> story.add("  " + run));
    return String.join("\n  ", story);
  }

  private static List<String> last(List<String> all, int most, String what) {
    var left = all.size() - most;
    return left <= 0
        ? all
        : Stream.concat(Stream.of("… " + left + " " + what + " before"), all.stream().skip(left))
            .toList();
  }
}
