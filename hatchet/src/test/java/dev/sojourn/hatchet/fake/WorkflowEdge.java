package dev.sojourn.hatchet.fake;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import dev.sojourn.hatchet.wire.BulkTriggerIdempotencyCollisionError;
import dev.sojourn.hatchet.wire.BulkTriggerWorkflowRequest;
import dev.sojourn.hatchet.wire.BulkTriggerWorkflowResponse;
import dev.sojourn.hatchet.wire.IdempotencyCollisionError;
import dev.sojourn.hatchet.wire.ScheduleWorkflowRequest;
import dev.sojourn.hatchet.wire.TriggerWorkflowRequest;
import dev.sojourn.hatchet.wire.TriggerWorkflowResponse;
import dev.sojourn.hatchet.wire.WorkflowServiceGrpc;
import dev.sojourn.hatchet.wire.WorkflowVersion;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** The package-less service {@code WorkflowService}: runs started by name, now or later. */
final class WorkflowEdge extends WorkflowServiceGrpc.WorkflowServiceImplBase {
  private final Engine engine;
  private final Answers answers;

  WorkflowEdge(Engine engine) {
    this.engine = engine;
    this.answers = new Answers(engine.loop);
  }

  @Override
  public void triggerWorkflow(
      TriggerWorkflowRequest request, StreamObserver<TriggerWorkflowResponse> out) {
    answers.give(
        out,
        () -> {
          Triggers.Triggered triggered = engine.triggers.trigger(request);
          if (triggered.holder() != null) {
            throw collision(
                IdempotencyCollisionError.newBuilder()
                    .setExistingRunExternalId(triggered.holder())
                    .build());
          }
          return TriggerWorkflowResponse.newBuilder().setWorkflowRunId(triggered.runId()).build();
        });
  }

  @Override
  public void bulkTriggerWorkflow(
      BulkTriggerWorkflowRequest request, StreamObserver<BulkTriggerWorkflowResponse> out) {
    answers.give(
        out,
        () ->
            BulkTriggerWorkflowResponse.newBuilder()
                .addAllWorkflowRunIds(triggerAll(request))
                .build());
  }

  private List<String> triggerAll(BulkTriggerWorkflowRequest request) {
    List<String> started = new ArrayList<>();
    BulkTriggerIdempotencyCollisionError.Builder collisions =
        BulkTriggerIdempotencyCollisionError.newBuilder();
    for (TriggerWorkflowRequest asked : request.getWorkflowsList()) {
      Triggers.Triggered triggered = engine.triggers.trigger(asked);
      if (triggered.holder() == null) {
        started.add(triggered.runId());
      } else {
        collisions.addCollisions(
            IdempotencyCollisionError.newBuilder()
                .setExistingRunExternalId(triggered.holder())
                .setCollidingRunExternalId(triggered.runId()));
      }
    }
    if (collisions.getCollisionsCount() > 0) {
      throw collision(collisions.addAllSuccessfulWorkflowRunExternalIds(started).build());
    }
    return started;
  }

  private static StatusRuntimeException collision(Message detail) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Code.ALREADY_EXISTS_VALUE)
            .setMessage("idempotency key collision")
            .addDetails(Any.pack(detail))
            .build());
  }

  @Override
  public void scheduleWorkflow(
      ScheduleWorkflowRequest request, StreamObserver<WorkflowVersion> out) {
    answers.give(out, () -> engine.schedules.add(request));
  }
}
