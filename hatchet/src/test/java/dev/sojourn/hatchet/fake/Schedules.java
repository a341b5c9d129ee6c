package dev.sojourn.hatchet.fake;

import com.google.protobuf.Timestamp;
import dev.sojourn.hatchet.wire.ScheduleWorkflowRequest;
import dev.sojourn.hatchet.wire.ScheduledWorkflow;
import dev.sojourn.hatchet.wire.TriggerWorkflowRequest;
import io.grpc.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs that are to start at an instant. Each starts once. Owned by the loop. */
final class Schedules {
  private final EngineState state;
  private final Triggers triggers;
  private final Map<String, Timers.Timer> pending = new LinkedHashMap<>();

  Schedules(EngineState state, Triggers triggers) {
    this.state = state;
    this.triggers = triggers;
  }

  dev.sojourn.hatchet.wire.WorkflowVersion add(ScheduleWorkflowRequest asked) {
    WorkflowVersion version =
        state
            .workflows
            .named(asked.getName())
            .orElseThrow(
                () ->
                    Status.NOT_FOUND
                        .withDescription("workflow '" + asked.getName() + "' not found")
                        .asRuntimeException());
    dev.sojourn.hatchet.wire.WorkflowVersion.Builder answer =
        dev.sojourn.hatchet.wire.WorkflowVersion.newBuilder()
            .setId(version.id())
            .setWorkflowId(version.workflowId());
    for (Timestamp at : asked.getSchedulesList()) {
      String id = state.ids.next();
      Instant due = Wire.instant(at);
      pending.put(id, state.timers.at(due, () -> start(id, asked)));
      answer.addScheduledWorkflows(ScheduledWorkflow.newBuilder().setId(id).setTriggerAt(at));
    }
    return answer.build();
  }

  private void start(String id, ScheduleWorkflowRequest asked) {
    pending.remove(id);
    TriggerWorkflowRequest.Builder trigger =
        TriggerWorkflowRequest.newBuilder().setName(asked.getName()).setInput(asked.getInput());
    if (asked.hasAdditionalMetadata()) {
      trigger.setAdditionalMetadata(asked.getAdditionalMetadata());
    }
    if (asked.hasPriority()) {
      trigger.setPriority(asked.getPriority());
    }
    triggers.trigger(trigger.build());
  }

  /** Forgets the schedule. False where there is none. */
  boolean delete(String id) {
    Timers.Timer timer = pending.remove(id);
    if (timer == null) {
      return false;
    }
    timer.cancel();
    return true;
  }
}
