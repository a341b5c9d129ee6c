package dev.sojourn.hatchet;

import dev.sojourn.hatchet.wire.AdminServiceGrpc;
import dev.sojourn.hatchet.wire.CreateTaskOpts;
import dev.sojourn.hatchet.wire.CreateWorkflowVersionRequest;
import dev.sojourn.hatchet.wire.IdempotencyConfig;
import dev.sojourn.hatchet.wire.IdempotencyMethod;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

/** Definitions of workflows: put, paused, taken away. */
public final class Workflows {
  private final Link link;
  private final Rest rest;

  Workflows(Link link, Rest rest) {
    this.link = link;
    this.rest = rest;
  }

  /**
   * Registers a definition. One that is equal to the newest version changes nothing; another
   * becomes the newest, whose triggers alone count, while runs go on with the version they began
   * with.
   */
  public CompletionStage<WorkflowVersion> put(WorkflowDefinition definition) {
    return link.call(AdminServiceGrpc.getPutWorkflowMethod(), request(definition), Retry.SHARED)
        .thenApply(answer -> new WorkflowVersion(answer.getId(), answer.getWorkflowId()));
  }

  /**
   * Id of a workflow, over REST.
   *
   * @return empty if the tenant has none of that name
   */
  public CompletionStage<Optional<String>> find(String name) {
    var full = link.config().namespace().apply(name);
    return rest.get(
            RestPath.of(rest.tenant() + "/workflows").with("name", full).with("limit", "100"))
        .thenApply(
            answer ->
                StreamSupport.stream(answer.path("rows").spliterator(), false)
                    .filter(row -> row.path("name").asText().equals(full))
                    .map(row -> row.path("metadata").path("id").asText())
                    .findFirst());
  }

  /**
   * Lets no further run of a workflow begin, over REST; running ones go on.
   *
   * @param queueFor how long runs that come meanwhile are kept for the time after
   */
  public CompletionStage<Void> pause(String workflowId, Duration queueFor) {
    return change(
        workflowId,
        Map.of(
            "action",
            "pause",
            "pausedWorkflowCronRunQueueBehavior",
            "QUEUE",
            "pausedWorkflowScheduledRunQueueBehavior",
            "QUEUE",
            "pausedWorkflowQueueTTL",
            DurationText.of(queueFor)));
  }

  /** Lets runs of a workflow begin again, over REST; those that were kept begin first. */
  public CompletionStage<Void> resume(String workflowId) {
    return change(workflowId, Map.of("action", "unpause"));
  }

  private CompletionStage<Void> change(String workflowId, Map<String, String> pause) {
    return rest.patch(RestPath.of("/api/v1/workflows").child(workflowId), Map.of("pause", pause));
  }

  /** Takes a workflow away with its versions and triggers, over REST. */
  public CompletionStage<Void> delete(String workflowId) {
    return rest.delete(RestPath.of("/api/v1/workflows").child(workflowId));
  }

  private CreateWorkflowVersionRequest request(WorkflowDefinition definition) {
    var namespace = link.config().namespace();
    var request =
        CreateWorkflowVersionRequest.newBuilder()
            .setName(namespace.apply(definition.name()))
            .addAllCronTriggers(definition.crons())
            .addTasks(task(definition, namespace));
    definition.events().forEach(key -> request.addEventTriggers(namespace.apply(key)));
    definition.concurrency().forEach(limit -> request.addConcurrencyArr(concurrency(limit)));
    var idempotency = definition.idempotency();
    if (idempotency != null) {
      request.setIdempotency(
          IdempotencyConfig.newBuilder()
              .setExpression(idempotency.expression())
              .setTtlMs(idempotency.ttl().toMillis())
              .setMethod(
                  idempotency.untilEnd() ? IdempotencyMethod.STATUS : IdempotencyMethod.TTL));
    }
    return request.build();
  }

  private static CreateTaskOpts task(WorkflowDefinition definition, Namespace namespace) {
    var options = definition.task();
    var task =
        CreateTaskOpts.newBuilder()
            .setReadableId(definition.name())
            .setAction(namespace.apply(definition.action()))
            .setInputs("{}")
            .setTimeout(DurationText.of(options.timeout()))
            .setScheduleTimeout(DurationText.of(options.scheduleTimeout()))
            .setRetries(options.retries())
            .setIsDurable(options.durable())
            .putAllSlotRequests(
                options.slots().isEmpty()
                    ? Map.of(options.durable() ? "durable" : "default", 1)
                    : options.slots());
    var backoff = options.backoff();
    if (backoff != null) {
      task.setBackoffFactor(backoff.factor()).setBackoffMaxSeconds((int) backoff.cap().toSeconds());
    }
    return task.build();
  }

  private static dev.sojourn.hatchet.wire.Concurrency concurrency(Concurrency limit) {
    return dev.sojourn.hatchet.wire.Concurrency.newBuilder()
        .setExpression(limit.expression())
        .setMaxRuns(limit.maxRuns())
        .setLimitStrategy(limit.excess().wire())
        .build();
  }
}
