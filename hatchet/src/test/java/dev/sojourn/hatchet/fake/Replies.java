package dev.sojourn.hatchet.fake;

import com.google.protobuf.ByteString;
import dev.sojourn.hatchet.wire.DurableEventLogEntryRef;
import dev.sojourn.hatchet.wire.DurableTaskEntryCompleted;
import dev.sojourn.hatchet.wire.DurableTaskError;
import dev.sojourn.hatchet.wire.DurableTaskErrorType;
import dev.sojourn.hatchet.wire.DurableTaskEvictionAck;
import dev.sojourn.hatchet.wire.DurableTaskMemoAck;
import dev.sojourn.hatchet.wire.DurableTaskResponse;
import dev.sojourn.hatchet.wire.DurableTaskServerEvict;
import dev.sojourn.hatchet.wire.DurableTaskWaitForAck;
import dev.sojourn.hatchet.wire.DurableTaskWorker;

/** What the engine says on a durable stream. */
final class Replies {
  private Replies() {}

  static DurableEventLogEntryRef ref(String runId, int invocation, long nodeId) {
    return DurableEventLogEntryRef.newBuilder()
        .setDurableTaskExternalId(runId)
        .setInvocationCount(invocation)
        .setBranchId(nodeId == 0 ? 0 : DurableLog.BRANCH)
        .setNodeId(nodeId)
        .build();
  }

  static DurableTaskResponse registered(String workerId) {
    return DurableTaskResponse.newBuilder()
        .setRegisterWorker(DurableTaskWorker.newBuilder().setWorkerId(workerId))
        .build();
  }

  static DurableTaskResponse memo(Run run, int invocation, Node node, boolean existed) {
    DurableTaskMemoAck.Builder ack =
        DurableTaskMemoAck.newBuilder()
            .setRef(ref(run.id, invocation, node.id))
            .setMemoAlreadyExisted(existed);
    if (node.payload.length > 0) {
      ack.setMemoResultPayload(ByteString.copyFrom(node.payload));
    }
    return DurableTaskResponse.newBuilder().setMemoAck(ack).build();
  }

  static DurableTaskResponse waiting(Run run, int invocation, Node node) {
    return DurableTaskResponse.newBuilder()
        .setWaitForAck(DurableTaskWaitForAck.newBuilder().setRef(ref(run.id, invocation, node.id)))
        .build();
  }

  static DurableTaskResponse completed(Run run, Node node) {
    DurableTaskEntryCompleted.Builder completed =
        DurableTaskEntryCompleted.newBuilder().setRef(ref(run.id, run.log.invocation(), node.id));
    if (node.failure == null) {
      completed.setPayload(ByteString.copyFrom(node.payload));
    } else {
      completed.setIsFailure(true).setErrorMessage(node.failure);
    }
    return DurableTaskResponse.newBuilder().setEntryCompleted(completed).build();
  }

  static DurableTaskResponse notTheSame(Run run, int invocation, Node node, String received) {
    String message =
        "non-determinism error in task %s at node %d:%d\n  expected: %s\n  received: %s"
            .formatted(run.id, node.id, DurableLog.BRANCH, node.label, received);
    return error(
        ref(run.id, invocation, node.id),
        DurableTaskErrorType.DURABLE_TASK_ERROR_TYPE_NONDETERMINISM,
        message);
  }

  static DurableTaskResponse cannotEvict(String runId, int invocation, String message) {
    return error(
        ref(runId, invocation, 0),
        DurableTaskErrorType.DURABLE_TASK_ERROR_TYPE_UNSPECIFIED,
        message);
  }

  private static DurableTaskResponse error(
      DurableEventLogEntryRef ref, DurableTaskErrorType type, String message) {
    return DurableTaskResponse.newBuilder()
        .setError(
            DurableTaskError.newBuilder().setRef(ref).setErrorType(type).setErrorMessage(message))
        .build();
  }

  static DurableTaskResponse evicted(String runId, int invocation) {
    return DurableTaskResponse.newBuilder()
        .setEvictionAck(
            DurableTaskEvictionAck.newBuilder()
                .setDurableTaskExternalId(runId)
                .setInvocationCount(invocation))
        .build();
  }

  static DurableTaskResponse stale(Run run, int invocation) {
    return DurableTaskResponse.newBuilder()
        .setServerEvict(
            DurableTaskServerEvict.newBuilder()
                .setDurableTaskExternalId(run.id)
                .setInvocationCount(invocation)
                .setReason(
                    "stale invocation: server has %d, worker sent %d"
                        .formatted(run.log.invocation(), invocation)))
        .build();
  }
}
