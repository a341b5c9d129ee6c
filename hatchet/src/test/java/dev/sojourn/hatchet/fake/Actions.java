package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sojourn.hatchet.wire.ActionType;
import dev.sojourn.hatchet.wire.AssignedAction;

/** What a worker is sent. */
final class Actions {
  static final String TENANT = "707d0855-80ab-4e1f-a156-f1c4546cbf52";

  private Actions() {}

  static AssignedAction start(Run run) {
    ObjectNode payload = Json.object();
    payload.set("input", Json.read("input", run.asked.input()));
    payload.putObject("parents");
    payload.putObject("triggers");
    payload.putObject("overrides");
    payload.putObject("user_data");
    payload.put("triggered_by", run.asked.event() == null ? "manual" : "event");
    payload.putObject("step_run_errors");
    return about(run, ActionType.START_STEP_RUN).setActionPayload(payload.toString()).build();
  }

  static AssignedAction cancel(Run run) {
    return about(run, ActionType.CANCEL_STEP_RUN).build();
  }

  private static AssignedAction.Builder about(Run run, ActionType type) {
    AssignedAction.Builder action =
        AssignedAction.newBuilder()
            .setTenantId(TENANT)
            .setWorkflowRunId(run.id)
            .setJobId(run.version().id())
            .setJobName(run.taskName())
            .setJobRunId(run.id)
            .setTaskId(run.version().id())
            .setTaskRunExternalId(run.id)
            .setActionId(run.version().action())
            .setActionType(type)
            .setTaskName(run.taskName())
            .setRetryCount(run.retryCount)
            .setAdditionalMetadata(run.asked.metadata().toString())
            .setPriority(run.asked.priority())
            .setWorkflowId(run.version().workflowId())
            .setWorkflowVersionId(run.version().id());
    if (run.isDurable()) {
      action.setDurableTaskInvocationCount(run.log.invocation());
    }
    NewRun.Parent parent = run.asked.parent();
    if (parent != null) {
      action.setParentWorkflowRunId(parent.taskId());
      if (parent.index() != null) {
        action.setChildWorkflowIndex(parent.index());
      }
      if (parent.key() != null) {
        action.setChildWorkflowKey(parent.key());
      }
    }
    StoredEvent event = run.asked.event();
    if (event != null) {
      action.setTriggeringEventExternalId(event.id()).setTriggeringEventKey(event.key());
    }
    return action;
  }
}
