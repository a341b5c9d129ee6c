package dev.sojourn.hatchet.worker;

import com.google.protobuf.ByteString;
import dev.sojourn.hatchet.DurationText;
import dev.sojourn.hatchet.Json;
import dev.sojourn.hatchet.Namespace;
import dev.sojourn.hatchet.Stamps;
import dev.sojourn.hatchet.wire.Action;
import dev.sojourn.hatchet.wire.AssignedAction;
import dev.sojourn.hatchet.wire.BaseMatchCondition;
import dev.sojourn.hatchet.wire.DurableEventListenerConditions;
import dev.sojourn.hatchet.wire.DurableEventLogEntryRef;
import dev.sojourn.hatchet.wire.DurableTaskCompleteMemo;
import dev.sojourn.hatchet.wire.DurableTaskEvictRequest;
import dev.sojourn.hatchet.wire.DurableTaskMemoRequest;
import dev.sojourn.hatchet.wire.DurableTaskRequest;
import dev.sojourn.hatchet.wire.DurableTaskTriggerRunsRequest;
import dev.sojourn.hatchet.wire.DurableTaskWaitForRequest;
import dev.sojourn.hatchet.wire.SleepMatchCondition;
import dev.sojourn.hatchet.wire.UserEventMatchCondition;
import java.util.UUID;
import java.util.function.Supplier;

/** Operations of one invocation as messages of the durable stream. */
final class Wire {
  private final Namespace namespace;
  private final Supplier<UUID> groups;
  private final String runId;
  private final String taskId;
  private final int invocation;

  /**
   * The messages of one invocation.
   *
   * @param groups ids of groups of alternatives; replays do not compare them
   */
  Wire(Namespace namespace, Supplier<UUID> groups, AssignedAction assigned) {
    this.namespace = namespace;
    this.groups = groups;
    this.runId = assigned.getWorkflowRunId();
    this.taskId = assigned.getTaskRunExternalId();
    this.invocation = invocationOf(assigned);
  }

  /** Which invocation an assignment is of; engines leave the first one out. */
  static int invocationOf(AssignedAction assigned) {
    return Math.max(1, assigned.getDurableTaskInvocationCount());
  }

  static Node node(DurableEventLogEntryRef ref) {
    return new Node(ref.getBranchId(), ref.getNodeId());
  }

  DurableTaskRequest request(Operation operation) {
    if (operation instanceof Operation.Wait wait) {
      return wait(wait.what());
    }
    if (operation instanceof Operation.Memo memo) {
      return memo(memo);
    }
    if (operation instanceof Operation.Children children) {
      return children(children);
    }
    throw new AssertionError(operation);
  }

  private DurableTaskRequest wait(WaitFor what) {
    var conditions = DurableEventListenerConditions.newBuilder();
    for (var group : what.groups()) {
      var id = groups.get().toString();
      for (var condition : group) {
        if (condition instanceof Condition.Sleep sleep) {
          conditions.addSleepConditions(
              SleepMatchCondition.newBuilder()
                  .setBase(base(sleep, id, ""))
                  .setSleepFor(DurationText.of(sleep.duration())));
        } else if (condition instanceof Condition.Event event) {
          conditions.addUserEventConditions(event(event, id));
        }
      }
    }
    var request =
        DurableTaskWaitForRequest.newBuilder()
            .setInvocationCount(invocation)
            .setDurableTaskExternalId(taskId)
            .setWaitForConditions(conditions);
    if (what.label() != null) {
      request.setLabel(what.label());
    }
    return DurableTaskRequest.newBuilder().setWaitFor(request).build();
  }

  private UserEventMatchCondition event(Condition.Event event, String group) {
    var condition =
        UserEventMatchCondition.newBuilder()
            .setBase(base(event, group, event.where()))
            .setUserEventKey(namespace.apply(event.key()));
    if (event.scope() != null) {
      condition.setEventScope(event.scope());
    }
    if (event.since() != null) {
      condition.setConsiderEventsSince(Stamps.of(event.since()));
    }
    return condition.build();
  }

  private static BaseMatchCondition base(Condition condition, String group, String where) {
    return BaseMatchCondition.newBuilder()
        .setReadableDataKey(condition.name())
        .setAction(Action.CREATE)
        .setOrGroupId(group)
        .setExpression(where)
        .build();
  }

  private DurableTaskRequest memo(Operation.Memo memo) {
    var request =
        DurableTaskMemoRequest.newBuilder()
            .setInvocationCount(invocation)
            .setDurableTaskExternalId(taskId)
            .setKey(ByteString.copyFromUtf8(memo.key()));
    if (memo.value() != null) {
      request.setPayload(ByteString.copyFromUtf8(memo.value().text()));
    }
    return DurableTaskRequest.newBuilder().setMemo(request).build();
  }

  private DurableTaskRequest children(Operation.Children children) {
    var request =
        DurableTaskTriggerRunsRequest.newBuilder()
            .setInvocationCount(invocation)
            .setDurableTaskExternalId(taskId);
    int index = children.firstIndex();
    for (var run : children.runs()) {
      request.addTriggerOpts(
          run.request(namespace)
              .setParentId(runId)
              .setParentTaskRunExternalId(taskId)
              .setChildIndex(index++));
    }
    return DurableTaskRequest.newBuilder().setTriggerRuns(request).build();
  }

  DurableTaskRequest completedMemo(Operation.Memo memo, Node node, Json value) {
    return DurableTaskRequest.newBuilder()
        .setCompleteMemo(
            DurableTaskCompleteMemo.newBuilder()
                .setRef(
                    DurableEventLogEntryRef.newBuilder()
                        .setDurableTaskExternalId(taskId)
                        .setInvocationCount(invocation)
                        .setBranchId(node.branch())
                        .setNodeId(node.id()))
                .setPayload(ByteString.copyFromUtf8(value.text()))
                .setMemoKey(ByteString.copyFromUtf8(memo.key())))
        .build();
  }

  DurableTaskRequest eviction(String reason) {
    return DurableTaskRequest.newBuilder()
        .setEvictInvocation(
            DurableTaskEvictRequest.newBuilder()
                .setInvocationCount(invocation)
                .setDurableTaskExternalId(taskId)
                .setReason(reason))
        .build();
  }
}
