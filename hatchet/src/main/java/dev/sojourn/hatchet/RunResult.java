package dev.sojourn.hatchet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param outputs results of its tasks by name; without those that failed
 * @param error of the first task that failed or was cancelled; null if the run completed
 */
public record RunResult(Map<String, Json> outputs, @Nullable String error) {
  public RunResult {
    outputs = Map.copyOf(outputs);
  }

  /** Whether every task completed. */
  public boolean completed() {
    return error == null;
  }
}
