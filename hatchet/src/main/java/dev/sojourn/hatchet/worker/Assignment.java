package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;
import dev.sojourn.hatchet.Namespace;
import dev.sojourn.hatchet.wire.AssignedAction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an assignment tells the body.
 *
 * @param head the assignment without its payload and metadata
 * @param workerId the worker it was given to
 * @param input what the run was started with
 * @param metadata the run's, values as text
 * @param eventKey key of the event that started it, without the namespace
 */
record Assignment(
    AssignedAction head,
    String workerId,
    Json input,
    Map<String, String> metadata,
    Optional<String> eventKey) {

  static Assignment of(AssignedAction assigned, String workerId, Namespace namespace) {
    return new Assignment(
        assigned.toBuilder().clearActionPayload().clearAdditionalMetadata().build(),
        workerId,
        input(assigned.getActionPayload()),
        metadata(assigned.getAdditionalMetadata()),
        assigned.hasTriggeringEventKey()
            ? Optional.of(namespace.strip(assigned.getTriggeringEventKey()))
            : Optional.empty());
  }

  private static Json input(String payload) {
    if (payload.isBlank()) {
      return Json.EMPTY;
    }
    var input = new Json(payload).fields().getOrDefault("input", Json.NULL);
    return input.equals(Json.NULL) ? Json.EMPTY : input;
  }

  private static Map<String, String> metadata(String text) {
    var metadata = new HashMap<String, String>();
    if (!text.isBlank()) {
      new Json(text).fields().forEach((key, value) -> metadata.put(key, value.words()));
    }
    return Map.copyOf(metadata);
  }

  /** Without what only a body needs, so that an evicted task holds nothing. */
  Assignment stripped() {
    return new Assignment(head, workerId, Json.EMPTY, Map.of(), Optional.empty());
  }

  String taskId() {
    return head.getTaskRunExternalId();
  }

  int retryCount() {
    return head.getRetryCount();
  }

  int invocation() {
    return Wire.invocationOf(head);
  }

  /** Whether it is of an attempt after that of another assignment of the same task. */
  boolean isAfter(Assignment other) {
    return retryCount() == other.retryCount()
        ? invocation() > other.invocation()
        : retryCount() > other.retryCount();
  }
}
