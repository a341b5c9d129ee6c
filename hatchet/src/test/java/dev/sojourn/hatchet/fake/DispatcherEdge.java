package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.ActionEventResponse;
import dev.sojourn.hatchet.wire.AssignedAction;
import dev.sojourn.hatchet.wire.DispatcherGrpc;
import dev.sojourn.hatchet.wire.GetVersionRequest;
import dev.sojourn.hatchet.wire.GetVersionResponse;
import dev.sojourn.hatchet.wire.HeartbeatRequest;
import dev.sojourn.hatchet.wire.HeartbeatResponse;
import dev.sojourn.hatchet.wire.RestoreEvictedTaskRequest;
import dev.sojourn.hatchet.wire.RestoreEvictedTaskResponse;
import dev.sojourn.hatchet.wire.StepActionEvent;
import dev.sojourn.hatchet.wire.SubscribeToWorkflowRunsRequest;
import dev.sojourn.hatchet.wire.WorkerListenRequest;
import dev.sojourn.hatchet.wire.WorkerRegisterRequest;
import dev.sojourn.hatchet.wire.WorkerRegisterResponse;
import dev.sojourn.hatchet.wire.WorkerUnsubscribeRequest;
import dev.sojourn.hatchet.wire.WorkerUnsubscribeResponse;
import dev.sojourn.hatchet.wire.WorkflowRunEvent;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The service {@code Dispatcher}: workers come, listen, live, report and go. */
final class DispatcherEdge extends DispatcherGrpc.DispatcherImplBase {
  private final Engine engine;
  private final Answers answers;

  DispatcherEdge(Engine engine) {
    this.engine = engine;
    this.answers = new Answers(engine.loop);
  }

  @Override
  public void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> out) {
    answers.give(
        out,
        () -> GetVersionResponse.newBuilder().setVersion(engine.state.settings.version()).build());
  }

  @Override
  public void register(WorkerRegisterRequest request, StreamObserver<WorkerRegisterResponse> out) {
    answers.give(
        out,
        () ->
            WorkerRegisterResponse.newBuilder()
                .setTenantId(Actions.TENANT)
                .setWorkerId(engine.workers.register(request).id)
                .setWorkerName(request.getWorkerName())
                .build());
  }

  @Override
  public void listenV2(WorkerListenRequest request, StreamObserver<AssignedAction> out) {
    ServerCallStreamObserver<AssignedAction> stream =
        (ServerCallStreamObserver<AssignedAction>) out;
    ListenSession session = new ListenSession(stream);
    stream.setOnCancelHandler(() -> engine.loop.tell(() -> left(request.getWorkerId(), session)));
    engine.loop.tell(
        () -> {
          try {
            engine.workers.listen(engine.workers.get(request.getWorkerId()), session);
            engine.assignments.assignAll();
          } catch (StatusRuntimeException refused) {
            out.onError(refused);
          }
        });
  }

  private void left(String workerId, ListenSession session) {
    for (Worker worker : engine.workers.all()) {
      if (worker.id.equals(workerId)) {
        engine.workers.stoppedListening(worker, session);
      }
    }
  }

  /** One stream of assignments. */
  private record ListenSession(ServerCallStreamObserver<AssignedAction> out)
      implements Worker.Session {
    @Override
    public boolean send(AssignedAction action) {
      if (out.isCancelled()) {
        return false;
      }
      out.onNext(action);
      return true;
    }

    @Override
    public void end() {
      if (!out.isCancelled()) {
        out.onError(
            Status.UNAVAILABLE.withDescription("the engine ended the stream").asRuntimeException());
      }
    }
  }

  @Override
  public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> out) {
    answers.give(
        out,
        () -> {
          engine.workers.heartbeat(engine.workers.get(request.getWorkerId()));
          engine.assignments.assignAll();
          return HeartbeatResponse.getDefaultInstance();
        });
  }

  @Override
  public void sendStepActionEvent(
      StepActionEvent request, StreamObserver<ActionEventResponse> out) {
    answers.give(
        out,
        () -> {
          engine.lifecycle.report(request);
          return ActionEventResponse.newBuilder()
              .setTenantId(Actions.TENANT)
              .setWorkerId(request.getWorkerId())
              .build();
        });
  }

  @Override
  public void restoreEvictedTask(
      RestoreEvictedTaskRequest request, StreamObserver<RestoreEvictedTaskResponse> out) {
    answers.give(
        out,
        () -> {
          Run run = engine.state.runs.get(request.getTaskRunExternalId());
          if (run != null) {
            engine.lifecycle.restore(run, "Restore via dispatcher RPC");
          }
          return RestoreEvictedTaskResponse.newBuilder().setRequeued(true).build();
        });
  }

  @Override
  public void unsubscribe(
      WorkerUnsubscribeRequest request, StreamObserver<WorkerUnsubscribeResponse> out) {
    answers.give(
        out,
        () -> {
          engine.workers.unsubscribe(engine.workers.get(request.getWorkerId()));
          return WorkerUnsubscribeResponse.newBuilder()
              .setTenantId(Actions.TENANT)
              .setWorkerId(request.getWorkerId())
              .build();
        });
  }

  @Override
  public StreamObserver<SubscribeToWorkflowRunsRequest> subscribeToWorkflowRuns(
      StreamObserver<WorkflowRunEvent> out) {
    return engine.subscriptions.open(engine.loop, (ServerCallStreamObserver<WorkflowRunEvent>) out);
  }
}
