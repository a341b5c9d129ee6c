package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A run that is asked for.
 *
 * @param input JSON text
 * @param priority 1 to 3
 * @param parent the task that spawned it, null for none
 * @param event that started it, null for none
 */
record NewRun(
    WorkflowVersion version,
    String input,
    ObjectNode metadata,
    int priority,
    @Nullable Parent parent,
    @Nullable StoredEvent event) {

  /** The spawning task, and the child's place in it. */
  record Parent(String taskId, @Nullable Integer index, @Nullable String key) {
    String dedupe() {
      return key != null ? "key:" + key : "index:" + index;
    }
  }
}
