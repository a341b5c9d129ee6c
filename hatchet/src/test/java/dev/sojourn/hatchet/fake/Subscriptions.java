package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.StepRunResult;
import dev.sojourn.hatchet.wire.SubscribeToWorkflowRunsRequest;
import dev.sojourn.hatchet.wire.WorkflowRunEvent;
import dev.sojourn.hatchet.wire.WorkflowRunEventType;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who waits for the end of which runs. Owned by the loop. */
final class Subscriptions {
  private final EngineState state;
  private final Map<ServerCallStreamObserver<WorkflowRunEvent>, Set<String>> wanted =
      new HashMap<>();

  Subscriptions(EngineState state) {
    this.state = state;
  }

  StreamObserver<SubscribeToWorkflowRunsRequest> open(
      EngineLoop loop, ServerCallStreamObserver<WorkflowRunEvent> out) {
    out.setOnCancelHandler(() -> loop.tell(() -> wanted.remove(out)));
    loop.tell(() -> wanted.put(out, new HashSet<>()));
    return new StreamObserver<>() {
      @Override
      public void onNext(SubscribeToWorkflowRunsRequest request) {
        loop.tell(() -> want(out, request.getWorkflowRunId()));
      }

      @Override
      public void onError(Throwable gone) {
        loop.tell(() -> wanted.remove(out));
      }

      @Override
      public void onCompleted() {
        loop.tell(
            () -> {
              wanted.remove(out);
              out.onCompleted();
            });
      }
    };
  }

  private void want(ServerCallStreamObserver<WorkflowRunEvent> out, String runId) {
    Run run = state.runs.get(runId);
    if (run != null && run.state.isDone()) {
      send(out, run);
    } else {
      wanted.computeIfAbsent(out, stream -> new HashSet<>()).add(runId);
    }
  }

  /** A run has ended: who waits for it is told. */
  void ended(Run run) {
    wanted.forEach(
        (out, ids) -> {
          if (ids.remove(run.id)) {
            send(out, run);
          }
        });
  }

  /** Ends all streams from the engine's side. */
  void endAll() {
    wanted.keySet().forEach(out -> out.onError(Status.UNAVAILABLE.asRuntimeException()));
    wanted.clear();
  }

  private void send(ServerCallStreamObserver<WorkflowRunEvent> out, Run run) {
    if (out.isCancelled()) {
      return;
    }
    StepRunResult.Builder result =
        StepRunResult.newBuilder()
            .setTaskRunExternalId(run.id)
            .setTaskName(run.taskName())
            .setJobRunId(run.id);
    if (run.state == RunState.COMPLETED) {
      result.setOutput(run.output == null ? "{}" : run.output);
    } else {
      result.setError(run.error == null ? "the run was cancelled" : run.error);
    }
    out.onNext(
        WorkflowRunEvent.newBuilder()
            .setWorkflowRunId(run.id)
            .setEventType(WorkflowRunEventType.WORKFLOW_RUN_EVENT_TYPE_FINISHED)
            .setEventTimestamp(Wire.timestamp(state.now()))
            .addResults(result)
            .build());
  }
}
