package dev.sojourn.hatchet;

import java.util.Map;

/**
 * A cron to set.
 *
 * <p>Ticks are made in the engine's memory: those it misses while it is down are not made up, and
 * one may come twice when an engine takes over from another. The run's metadata say when it was
 * due, as {@code hatchet__cron_scheduled_at}.
 *
 * @param workflow name of the workflow, without the namespace
 * @param name what it is called
 * @param expression five fields, or six with seconds first, in UTC always
 * @param input a JSON object
 * @param metadata of the runs it starts
 */
public record NewCron(
    String workflow, String name, String expression, Json input, Map<String, String> metadata) {
  public NewCron {
    if (workflow.isBlank() || name.isBlank() || expression.isBlank()) {
      throw new IllegalArgumentException("a cron needs a workflow, a name and an expression");
    }
    metadata = Map.copyOf(metadata);
  }
}
