package dev.sojourn.hatchet;

import dev.sojourn.hatchet.wire.TriggerWorkflowRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run to start.
 *
 * @param workflow name of the workflow, without the namespace
 * @param input a JSON object
 * @param metadata for finding the run later, such as {@code journey: 7f3c}
 * @param priority null for the workflow's own
 * @param childKey for a child of a durable run: children with the same key are one child; null to
 *     tell them apart by their order
 * @param idempotent whether the workflow carries an idempotency key, so that a start whose outcome
 *     is unknown may be repeated
 */
public record NewRun(
    String workflow,
    Json input,
    Map<String, String> metadata,
    @Nullable Priority priority,
    @Nullable String childKey,
    boolean idempotent) {

  public NewRun {
    if (workflow.isBlank()) {
      throw new IllegalArgumentException("a run needs the name of its workflow");
    }
    metadata = Map.copyOf(metadata);
  }

  /** A run without metadata, priority or keys. */
  public static NewRun of(String workflow, Json input) {
    return new NewRun(workflow, input, Map.of(), null, null, false);
  }

  /** The same with this metadata. */
  public NewRun withMetadata(Map<String, String> other) {
    return new NewRun(workflow, input, other, priority, childKey, idempotent);
  }

  /** The same with a priority. */
  public NewRun withPriority(Priority other) {
    return new NewRun(workflow, input, metadata, other, childKey, idempotent);
  }

  /** The same with a key among the children of one run. */
  public NewRun withChildKey(String key) {
    return new NewRun(workflow, input, metadata, priority, key, idempotent);
  }

  /** The same, of a workflow with an idempotency key: the start may be repeated. */
  public NewRun idempotently() {
    return new NewRun(workflow, input, metadata, priority, childKey, true);
  }

  /** The run as the wire has it. */
  public TriggerWorkflowRequest.Builder request(Namespace namespace) {
    var request =
        TriggerWorkflowRequest.newBuilder()
            .setName(namespace.apply(workflow))
            .setInput(input.text());
    if (!metadata.isEmpty()) {
      request.setAdditionalMetadata(Json.of(metadata).text());
    }
    if (priority != null) {
      request.setPriority(priority.number());
    }
    if (childKey != null) {
      request.setChildKey(childKey);
    }
    return request;
  }
}
