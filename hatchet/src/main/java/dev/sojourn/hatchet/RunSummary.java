package dev.sojourn.hatchet;

import java.util.Map;

/**
 * A run in a list. Lists come from a read model that is a second or two behind.
 *
 * @param runId id of the run
 * @param taskId id of its task
 * @param workflowId id of the workflow
 * @param state where it stands; a parked run is RUNNING here
 * @param evicted whether it waits and no worker holds it
 * @param metadata its metadata, values as text
 */
public record RunSummary(
    String runId,
    String taskId,
    String workflowId,
    RunState state,
    boolean evicted,
    Map<String, String> metadata) {

  public RunSummary {
    metadata = Map.copyOf(metadata);
  }
}
