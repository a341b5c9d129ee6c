package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.HatchetException;
import dev.sojourn.hatchet.HatchetException.Kind;
import dev.sojourn.hatchet.Retry;
import dev.sojourn.hatchet.Stamps;
import dev.sojourn.hatchet.wire.ActionEventResponse;
import dev.sojourn.hatchet.wire.AdminServiceGrpc;
import dev.sojourn.hatchet.wire.DispatcherGrpc;
import dev.sojourn.hatchet.wire.GetRunDetailsRequest;
import dev.sojourn.hatchet.wire.RestoreEvictedTaskRequest;
import dev.sojourn.hatchet.wire.StepActionEvent;
import dev.sojourn.hatchet.wire.StepActionEventType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one invocation says to the engine outside the durable stream, on the worker's connection.
 */
final class Reports {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private final Workshop shop;
  private final Assignment assignment;
  private CompletionStage<?> started = CompletableFuture.completedFuture(null);

  Reports(Workshop shop, Assignment assignment) {
    this.shop = shop;
    this.assignment = assignment;
  }

  /** For the history of the run only. */
  void started() {
    var event = event(StepActionEventType.STEP_EVENT_TYPE_STARTED);
    started = send(event, Retry.REPEATABLE).exceptionally(failure -> null);
  }

  /**
   * Sends the result, after the start, until the engine has it. A result that the engine refuses,
   * such as one that is too long, becomes a final failure that says so.
   */
  CompletionStage<?> outcome(Outcome outcome) {
    return started
        .thenCompose(done -> send(event(outcome), Retry.UNENDING))
        .handle(
            (answer, failure) -> {
              if (failure instanceof HatchetException e
                  && e.kind() == Kind.INVALID
                  && outcome instanceof Outcome.Completed) {
                var refused = new Outcome.Failed("result refused: " + e.getMessage(), false);
                return send(event(refused), Retry.UNENDING);
              }
              return failure == null
                  ? CompletableFuture.completedFuture(answer)
                  : CompletableFuture.<ActionEventResponse>failedFuture(failure);
            })
        .thenCompose(stage -> stage)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "Result of task {} is lost: {}", assignment.taskId(), failure.getMessage());
              }
            });
  }

  /**
   * Makes the engine read the task's row afresh: only an event without a count of retries does, and
   * an acknowledgement does nothing else. Until then it may try to evict an attempt that is over.
   */
  CompletionStage<?> refreshed() {
    var event =
        event(StepActionEventType.STEP_EVENT_TYPE_ACKNOWLEDGED).toBuilder()
            .clearRetryCount()
            .build();
    return send(event, Retry.UNENDING);
  }

  /** Whether the engine holds the task as evicted; false if that cannot be found out. */
  CompletionStage<Boolean> isEvicted() {
    var request =
        GetRunDetailsRequest.newBuilder()
            .setExternalId(assignment.head().getWorkflowRunId())
            .build();
    return shop.link()
        .call(AdminServiceGrpc.getGetRunDetailsMethod(), request, Retry.REPEATABLE)
        .handle(
            (details, failure) ->
                failure == null
                    && details.getTaskRunsMap().values().stream()
                        .anyMatch(
                            task ->
                                task.getExternalId().equals(assignment.taskId())
                                    && task.getIsEvicted()));
  }

  /** Puts the evicted task back into the queue. */
  void restore() {
    var request =
        RestoreEvictedTaskRequest.newBuilder().setTaskRunExternalId(assignment.taskId()).build();
    var unused =
        shop.link()
            .call(DispatcherGrpc.getRestoreEvictedTaskMethod(), request, Retry.UNENDING)
            .whenComplete(
                (answer, failure) -> {
                  if (failure != null) {
                    LOG.warn(
                        "Task {} is not restored: {}", assignment.taskId(), failure.getMessage());
                  }
                });
  }

  private CompletionStage<ActionEventResponse> send(StepActionEvent event, Retry retry) {
    return shop.link().call(DispatcherGrpc.getSendStepActionEventMethod(), event, retry);
  }

  private StepActionEvent event(Outcome outcome) {
    if (outcome instanceof Outcome.Completed completed) {
      return event(StepActionEventType.STEP_EVENT_TYPE_COMPLETED).toBuilder()
          .setEventPayload(completed.output().text())
          .build();
    }
    if (outcome instanceof Outcome.Failed failed) {
      return event(StepActionEventType.STEP_EVENT_TYPE_FAILED).toBuilder()
          .setEventPayload(failed.message())
          .setShouldNotRetry(!failed.retryable())
          .build();
    }
    throw new AssertionError(outcome);
  }

  private StepActionEvent event(StepActionEventType type) {
    var head = assignment.head();
    return StepActionEvent.newBuilder()
        .setWorkerId(assignment.workerId())
        .setJobId(head.getJobId())
        .setJobRunId(head.getJobRunId())
        .setTaskId(head.getTaskId())
        .setTaskRunExternalId(head.getTaskRunExternalId())
        .setActionId(head.getActionId())
        .setEventTimestamp(Stamps.of(shop.link().clock().instant()))
        .setEventType(type)
        .setRetryCount(head.getRetryCount())
        .build();
  }
}
