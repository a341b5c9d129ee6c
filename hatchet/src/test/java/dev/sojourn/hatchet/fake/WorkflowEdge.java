package dev.sojourn.hatchet.fake;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
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
import io.grpc.Status;
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
        () ->
            TriggerWorkflowResponse.newBuilder()
                .setWorkflowRunId(engine.triggers.trigger(request))
                .build());
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
    List<IdempotencyCollisionError> collisions = new ArrayList<>();
    for (TriggerWorkflowRequest asked : request.getWorkflowsList()) {
      try {
        started.add(engine.triggers.trigger(asked));
      } catch (StatusRuntimeException refused) {
        if (refused.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
          throw refused;
        }
        collisions.add(detail(refused));
      }
    }
    if (collisions.isEmpty()) {
      return started;
    }
    throw StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Code.ALREADY_EXISTS_VALUE)
            .setMessage("runs with these idempotency keys already exist")
            .addDetails(
                Any.pack(
                    BulkTriggerIdempotencyCollisionError.newBuilder()
                        .addAllSuccessfulWorkflowRunExternalIds(started)
                        .addAllCollisions(collisions)
                        .build()))
            .build());
  }

  private static IdempotencyCollisionError detail(StatusRuntimeException refused) {
    com.google.rpc.Status status = StatusProto.fromThrowable(refused);
    try {
      return status == null
          ? IdempotencyCollisionError.getDefaultInstance()
          : status.getDetails(0).unpack(IdempotencyCollisionError.class);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void scheduleWorkflow(
      ScheduleWorkflowRequest request, StreamObserver<WorkflowVersion> out) {
    answers.give(out, () -> engine.schedules.add(request));
  }
}
