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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one invocation says to the engine outside the durable stream, on the worker's connection.
 */
final class Reports {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
  private static final int TRIES = 20;
  private static final Duration PAUSE = Duration.ofSeconds(5);

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
   * Sends the result, after the start, until the engine has it. A result that is too long becomes a
   * final failure that says so.
   */
  CompletionStage<?> outcome(Outcome outcome) {
    return started
        .thenCompose(done -> stubbornly(event(outcome), TRIES))
        .handle(
            (answer, failure) -> {
              if (kind(failure) == Kind.TOO_LARGE) {
                var refused = new Outcome.Failed("the result is too long for a message", false);
                return stubbornly(event(refused), TRIES);
              }
              return failure == null ? completed(answer) : failed(failure);
            })
        .thenCompose(stage -> stage)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "Result of task {} is lost: {}",
                    assignment.taskId(),
                    Bodies.cause(failure).getMessage());
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
    return stubbornly(event, TRIES);
  }

  /**
   * Sends until it is taken. A task that the engine cannot find is asked for again for a while: an
   * engine that has lost its database says the same.
   */
  private CompletionStage<ActionEventResponse> stubbornly(StepActionEvent event, int tries) {
    return send(event, Retry.UNENDING)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return completed(answer);
              }
              boolean again =
                  tries > 1 && (kind(failure) == Kind.INVALID || kind(failure) == Kind.NOT_FOUND);
              return again
                  ? pause().thenCompose(over -> stubbornly(event, tries - 1))
                  : failed(failure);
            })
        .thenCompose(stage -> stage);
  }

  private static @Nullable Kind kind(@Nullable Throwable failure) {
    return failure != null && Bodies.cause(failure) instanceof HatchetException e ? e.kind() : null;
  }

  private CompletionStage<Void> pause() {
    var over = new CompletableFuture<Void>();
    var unused = shop.loop().after(PAUSE, () -> over.complete(null));
    return over;
  }

  private static CompletionStage<ActionEventResponse> completed(ActionEventResponse answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static CompletionStage<ActionEventResponse> failed(Throwable failure) {
    return CompletableFuture.failedFuture(failure);
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
                        "Task {} is not restored: {}",
                        assignment.taskId(),
                        Bodies.cause(failure).getMessage());
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
