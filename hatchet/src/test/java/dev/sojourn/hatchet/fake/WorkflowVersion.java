package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.CreateTaskOpts;
import dev.sojourn.hatchet.wire.CreateWorkflowVersionRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One registered definition of a one-task workflow.
 *
 * @param id of this version
 * @param workflowId of the workflow, shared by its versions
 */
record WorkflowVersion(String id, String workflowId, CreateWorkflowVersionRequest definition) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");

  String name() {
    return definition.getName();
  }

  CreateTaskOpts task() {
    return definition.getTasks(0);
  }

  /** The action of the task; the engine folds its case. */
  String action() {
    return task().getAction().toLowerCase(Locale.ROOT);
  }

  boolean isDurable() {
    return task().getIsDurable();
  }

  /** Units the task takes of each kind of slot. */
  Map<String, Integer> slots() {
    Map<String, Integer> asked = task().getSlotRequestsMap();
    return !asked.isEmpty() ? asked : Map.of(isDurable() ? "durable" : "default", 1);
  }

  Duration executionTimeout() {
    return GoDuration.parse(task().getTimeout().isEmpty() ? "60s" : task().getTimeout());
  }

  Duration scheduleTimeout() {
    return GoDuration.parse(task().hasScheduleTimeout() ? task().getScheduleTimeout() : "5m");
  }

  /**
   * The wait before an attempt, zero where the task asks for none: min(cap, factor to the power of
   * the attempt).
   */
  Duration backoff(int attempt) {
    if (!task().hasBackoffFactor()) {
      return Duration.ZERO;
    }
    double cap = task().hasBackoffMaxSeconds() ? task().getBackoffMaxSeconds() : 86_400;
    return Duration.ofMillis(
        (long) (Math.min(cap, Math.pow(task().getBackoffFactor(), attempt)) * 1000));
  }

  /** Whether an event of that key starts a run: SQL's LIKE, with {@code *} for {@code %}. */
  boolean isTriggeredBy(String eventKey) {
    return definition.getEventTriggersList().stream()
        .anyMatch(pattern -> like(pattern).matcher(eventKey).matches());
  }

  private static Pattern like(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (char letter : pattern.replace('*', '%').toCharArray()) {
      regex.append(
          switch (letter) {
            case '%' -> ".*";
            case '_' -> ".";
            default -> Pattern.quote(String.valueOf(letter));
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
