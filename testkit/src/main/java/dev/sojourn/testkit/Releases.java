package dev.sojourn.testkit;

import dev.sojourn.core.replay.ReplayVerdict;
import dev.sojourn.dsl.compile.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The script of new runs, and those that take its place in the course of a rehearsal. */
final class Releases {
  private final Timeline timeline;
  private final Map<String, Script> coming = new LinkedHashMap<>();
  private final List<ReplayVerdict> verdicts = new ArrayList<>();
  private Script newest;

  Releases(Script first, Timeline timeline) {
    this.newest = first;
    this.timeline = timeline;
  }

  /** The script of whoever enters now. */
  Script newest() {
    return newest;
  }

  /** What the live runs of older scripts come to on the newer ones, by release. */
  List<ReplayVerdict> verdicts() {
    return List.copyOf(verdicts);
  }

  /** Releases a script as soon as a run has come to a step. */
  void releaseAt(String step, Script script) {
    coming.put(step, script);
  }

  /** Looks whether runs have come to a step at which a script is released. */
  void look(List<Run> runs, Instant now) {
    if (coming.isEmpty()) {
      return;
    }
    for (var step : List.copyOf(coming.keySet())) {
      if (runs.stream().anyMatch(run -> run.hasReached(step))) {
        var script = coming.remove(step);
        if (script != null) {
          release(step, script, runs, now);
        }
      }
    }
  }

  private void release(String step, Script script, List<Run> runs, Instant now) {
    newest = script;
    timeline.add(now, "script " + script.shortHash() + " released at '" + step + "'");
    for (var run : runs) {
      if (run.isLive()) {
        verdicts.add(ReplayVerdict.of(script, run.script(), run.stored(), run.segment(now)));
      }
    }
  }
}
