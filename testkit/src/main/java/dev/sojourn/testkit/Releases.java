package dev.sojourn.testkit;

import dev.sojourn.core.replay.ReplayVerdict;
import dev.sojourn.dsl.compile.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The scripts of new runs: that of the journey under test, those that take its place in the course
 * of a rehearsal, and those of journeys that it starts.
 */
final class Releases {
  private final Timeline timeline;
  private final Map<String, Script> coming = new LinkedHashMap<>();
  private final List<ReplayVerdict> verdicts = new ArrayList<>();
  private final Function<String, Optional<Script>> others;
  private final Map<String, Optional<Script>> known = new HashMap<>();
  private Script newest;

  /** {@code others} finds the scripts of the journeys beside the one under test. */
  Releases(Script first, Function<String, Optional<Script>> others, Timeline timeline) {
    this.newest = first;
    this.others = others;
    this.timeline = timeline;
  }

  /** The script of whoever enters this journey now; empty if there is no such journey. */
  Optional<Script> newest(String journeyId) {
    return isTested(journeyId) ? Optional.of(newest) : known.computeIfAbsent(journeyId, others);
  }

  /** Whether a journey in play has a larger priority than this one. */
  boolean outrank(int priority) {
    return Stream.concat(Stream.of(newest), known.values().stream().flatMap(Optional::stream))
        .anyMatch(script -> script.definition().sending().priority() > priority);
  }

  private boolean isTested(String journeyId) {
    return newest.definition().id().equals(journeyId);
  }

  /** The script of whoever enters the journey under test now. */
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
      if (run.isLive() && isTested(run.script().definition().id())) {
        verdicts.add(ReplayVerdict.of(script, run.script(), run.stored(), run.segment(now)));
      }
    }
  }
}
