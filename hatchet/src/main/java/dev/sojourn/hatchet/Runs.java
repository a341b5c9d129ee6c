package dev.sojourn.hatchet;

import dev.sojourn.hatchet.wire.AdminServiceGrpc;
import dev.sojourn.hatchet.wire.BulkTriggerWorkflowRequest;
import dev.sojourn.hatchet.wire.BulkTriggerWorkflowResponse;
import dev.sojourn.hatchet.wire.CancelTasksRequest;
import dev.sojourn.hatchet.wire.CancelTasksResponse;
import dev.sojourn.hatchet.wire.DispatcherGrpc;
import dev.sojourn.hatchet.wire.GetRunDetailsRequest;
import dev.sojourn.hatchet.wire.ReplayTasksRequest;
import dev.sojourn.hatchet.wire.ReplayTasksResponse;
import dev.sojourn.hatchet.wire.RestoreEvictedTaskRequest;
import dev.sojourn.hatchet.wire.ScheduleWorkflowRequest;
import dev.sojourn.hatchet.wire.ScheduledWorkflow;
import dev.sojourn.hatchet.wire.TasksFilter;
import dev.sojourn.hatchet.wire.TriggerWorkflowResponse;
import dev.sojourn.hatchet.wire.WorkflowServiceGrpc;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Starts runs, looks at them, and ends them.
 *
 * <p>A start whose outcome is unknown is repeated only for a run that is {@link NewRun#idempotent};
 * the second start of one key fails with {@link DuplicateRunException}, which names the run that is
 * there.
 */
public final class Runs {
  private final Link link;
  private final RunLists lists;

  Runs(Link link, Rest rest) {
    this.link = link;
    this.lists = new RunLists(rest);
  }

  /**
   * Starts a run.
   *
   * @return its id, which is the id of its task too if the workflow has one task
   */
  public CompletionStage<String> start(NewRun run) {
    return link.call(
            WorkflowServiceGrpc.getTriggerWorkflowMethod(),
            run.request(link.config().namespace()).build(),
            run.idempotent() ? Retry.REPEATABLE : Retry.CAREFUL)
        .thenApply(TriggerWorkflowResponse::getWorkflowRunId);
  }

  /**
   * Starts runs in as many calls as the engine's limits need. If a call fails, the runs of the
   * calls before it were started.
   *
   * @return their ids, in the same order
   */
  public CompletionStage<List<String>> startAll(List<NewRun> runs) {
    var retry = runs.stream().allMatch(NewRun::idempotent) ? Retry.REPEATABLE : Retry.CAREFUL;
    var requests =
        runs.stream().map(run -> run.request(link.config().namespace()).build()).toList();
    return Chunks.inTurn(
        Chunks.of(requests, link.config().calls().maxSendBytes()),
        chunk ->
            link.call(
                    WorkflowServiceGrpc.getBulkTriggerWorkflowMethod(),
                    BulkTriggerWorkflowRequest.newBuilder().addAllWorkflows(chunk).build(),
                    retry)
                .thenApply(BulkTriggerWorkflowResponse::getWorkflowRunIdsList));
  }

  /**
   * Starts a run once at each of these instants. Schedules that come due while the engine is down
   * are made up when it is back, each once.
   *
   * @return ids of the schedules
   */
  public CompletionStage<List<String>> schedule(NewRun run, List<Instant> instants) {
    var trigger = run.request(link.config().namespace());
    var request =
        ScheduleWorkflowRequest.newBuilder()
            .setName(trigger.getName())
            .setInput(trigger.getInput());
    instants.forEach(instant -> request.addSchedules(Stamps.of(instant)));
    if (trigger.hasAdditionalMetadata()) {
      request.setAdditionalMetadata(trigger.getAdditionalMetadata());
    }
    if (trigger.hasPriority()) {
      request.setPriority(trigger.getPriority());
    }
    return link.call(
            WorkflowServiceGrpc.getScheduleWorkflowMethod(), request.build(), Retry.CAREFUL)
        .thenApply(
            answer ->
                answer.getScheduledWorkflowsList().stream().map(ScheduledWorkflow::getId).toList());
  }

  /** Takes a schedule back, over REST. */
  public CompletionStage<Void> unschedule(String scheduleId) {
    return lists.unschedule(scheduleId);
  }

  /**
   * Cancels runs or tasks. It takes effect later: a worker that has one is told, one that is parked
   * simply ends.
   *
   * @return ids of the tasks that are being cancelled
   */
  public CompletionStage<List<String>> cancel(List<String> ids) {
    return cancel(CancelTasksRequest.newBuilder().addAllExternalIds(ids).build());
  }

  /**
   * Cancels the runs of a query, at most 20 000 in one call.
   *
   * @throws IllegalArgumentException for the state EVICTED, which is part of RUNNING here
   */
  public CompletionStage<List<String>> cancel(RunQuery query) {
    return cancel(CancelTasksRequest.newBuilder().setFilter(filter(query)).build());
  }

  private CompletionStage<List<String>> cancel(CancelTasksRequest request) {
    return link.call(AdminServiceGrpc.getCancelTasksMethod(), request, Retry.REPEATABLE)
        .thenApply(CancelTasksResponse::getCancelledTasksList);
  }

  /**
   * Runs tasks again that have ended. Durable ones keep their log: what is recorded is not done
   * twice.
   *
   * @param ids of runs or tasks
   * @return ids of the tasks that are being run again
   */
  public CompletionStage<List<String>> replay(List<String> ids) {
    return replay(ReplayTasksRequest.newBuilder().addAllExternalIds(ids).build());
  }

  /**
   * Runs the runs of a query again, at most 1000 in one call.
   *
   * @throws IllegalArgumentException for the state EVICTED, which is part of RUNNING here
   */
  public CompletionStage<List<String>> replay(RunQuery query) {
    return replay(ReplayTasksRequest.newBuilder().setFilter(filter(query)).build());
  }

  private CompletionStage<List<String>> replay(ReplayTasksRequest request) {
    return link.call(AdminServiceGrpc.getReplayTasksMethod(), request, Retry.CAREFUL)
        .thenApply(ReplayTasksResponse::getReplayedTasksList);
  }

  /** A run as it stands, read from the engine's live tables. */
  public CompletionStage<RunDetails> details(String runId) {
    return link.call(
            AdminServiceGrpc.getGetRunDetailsMethod(),
            GetRunDetailsRequest.newBuilder().setExternalId(runId).build(),
            Retry.REPEATABLE)
        .thenApply(RunDetails::of);
  }

  /**
   * How a run ends, once it has. The wait outlasts lost connections; it has no limit of its own.
   *
   * @return fails only when the client is closed, or for a run that the engine does not know
   */
  public CompletionStage<RunResult> result(String runId) {
    return new RunEnd(link, runId).await();
  }

  /**
   * Puts a parked task back into the queue though nothing it waits for has happened; it waits
   * again. One that is not parked is left alone.
   */
  public CompletionStage<Void> restore(String taskId) {
    return link.call(
            DispatcherGrpc.getRestoreEvictedTaskMethod(),
            RestoreEvictedTaskRequest.newBuilder().setTaskRunExternalId(taskId).build(),
            Retry.REPEATABLE)
        .thenAccept(answer -> {});
  }

  /**
   * The runs of a query, newest first, over REST.
   *
   * @param limit most that are answered, from 1 to 1000
   */
  public CompletionStage<List<RunSummary>> list(RunQuery query, int limit) {
    return list(query, limit, 0);
  }

  /**
   * A page of the runs of a query, newest first, over REST. Runs that join the list between two
   * pages move what is behind them, so a page can repeat what stood in the one before.
   *
   * @param limit most that are answered, from 1 to 1000
   * @param offset runs of the query that are left out before the first
   */
  public CompletionStage<List<RunSummary>> list(RunQuery query, int limit, int offset) {
    return lists.list(query, limit, offset);
  }

  /** The log of a durable task: what it recorded and waited for, in order, over REST. */
  public CompletionStage<List<LogNode>> log(String taskId) {
    return lists.log(taskId);
  }

  private static TasksFilter filter(RunQuery query) {
    if (query.states().contains(RunState.EVICTED) || query.states().contains(RunState.OTHER)) {
      throw new IllegalArgumentException(
          "a query to cancel or replay by cannot tell EVICTED runs from RUNNING ones; list them");
    }
    var filter =
        TasksFilter.newBuilder()
            .setSince(Stamps.of(query.since()))
            .addAllWorkflowIds(query.workflowIds())
            .addAllAdditionalMetadata(query.pairs());
    query.states().stream().map(RunState::name).sorted().forEach(filter::addStatuses);
    if (query.until() != null) {
      filter.setUntil(Stamps.of(query.until()));
    }
    return filter.build();
  }
}
