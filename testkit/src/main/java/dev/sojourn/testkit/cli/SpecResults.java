package dev.sojourn.testkit.cli;

import dev.sojourn.core.replay.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** What came of specs, in the order in which they ran. */
final class SpecResults implements TestExecutionListener {
  /**
   * What came of one feature.
   *
   * @param failure what it said, or null
   */
  private record Result(String spec, String feature, @Nullable String failure) {}

  private final List<Result> results = new ArrayList<>();
  private @Nullable TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionFinished(TestIdentifier one, TestExecutionResult result) {
    var failure = result.getThrowable().map(SpecResults::said).orElse(null);
    if (one.isTest() || failure != null) {
      results.add(new Result(spec(one), one.getDisplayName(), failure));
    }
  }

  /** The name of the spec that a feature stands in. */
  private String spec(TestIdentifier one) {
    var parents = new ArrayList<String>();
    for (@Nullable TestIdentifier at = one; at != null && plan != null; ) {
      parents.add(at.getDisplayName());
      at = plan.getParent(at).orElse(null);
    }
    // From the engine down: the engine, the spec, its features.
    return parents.size() < 2 ? one.getDisplayName() : parents.get(parents.size() - 2);
  }

  /** Its message, and what was added to it or to its causes: the timeline. */
  private static String said(Throwable failure) {
    var text = new StringBuilder(String.valueOf(failure.getMessage()).strip());
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      for (var more : at.getSuppressed()) {
        text.append('\n').append(more.getMessage());
      }
    }
    return text.toString();
  }

  long failed() {
    return results.stream().filter(one -> one.failure() != null).count();
  }

  long passed() {
    return results.size() - failed();
  }

  String text() {
    var text = new StringBuilder();
    var spec = "";
    for (var one : results) {
      if (!one.spec().equals(spec)) {
        spec = one.spec();
        text.append(spec).append('\n');
      }
      text.append(one.failure() == null ? "  ok     " : "  FAILED ")
          .append(one.feature())
          .append('\n');
      if (one.failure() != null) {
        text.append(one.failure().indent(6));
      }
    }
    return text.append(passed()).append(" passed, ").append(failed()).append(" failed").toString();
  }

  String json() {
    var features = new ArrayList<Map<String, @Nullable Object>>();
    for (var one : results) {
      var feature = new LinkedHashMap<String, @Nullable Object>();
      feature.put("spec", one.spec());
      feature.put("feature", one.feature());
      feature.put("passed", one.failure() == null);
      feature.put("failure", one.failure());
      features.add(feature);
    }
    return Json.write(Map.of("passed", passed(), "failed", failed(), "features", features));
  }
}
