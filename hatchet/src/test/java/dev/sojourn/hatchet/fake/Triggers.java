package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sojourn.hatchet.wire.PushEventRequest;
import dev.sojourn.hatchet.wire.TriggerWorkflowRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What starts runs: a call by name, an event, a parent. Owned by the loop. */
final class Triggers {
  private final EngineState state;
  private final Lifecycle lifecycle;
  private final Events events;
  private final Waits waits;
  private final IdempotencyKeys keys;

  Triggers(EngineState state, Lifecycle lifecycle, Events events, Waits waits) {
    this.state = state;
    this.lifecycle = lifecycle;
    this.events = events;
    this.waits = waits;
    this.keys = new IdempotencyKeys(state);
  }

  /**
   * What became of a trigger.
   *
   * @param runId which names no run where the workflow is unknown or the idempotency expression has
   *     failed: the engine finds out later, and tells nobody
   * @param holder the run that holds the idempotency key, so that this one is not; null for none
   */
  record Triggered(String runId, @Nullable String holder) {}

  /** Starts a run by name. */
  Triggered trigger(TriggerWorkflowRequest asked) {
    if (asked.hasPriority() && (asked.getPriority() < 1 || asked.getPriority() > 3)) {
      throw Status.INVALID_ARGUMENT.withDescription("priority must be 1 to 3").asRuntimeException();
    }
    Json.read("input", asked.getInput());
    Json.readObject("additional metadata", asked.getAdditionalMetadata());
    String id = state.ids.next();
    WorkflowVersion version = state.workflows.named(asked.getName()).orElse(null);
    if (version == null) {
      return new Triggered(id, null);
    }
    NewRun run = newRun(version, asked, null);
    IdempotencyKeys.Claim claim = keys.claim(id, run);
    if (claim instanceof IdempotencyKeys.Free) {
      lifecycle.create(id, run);
    }
    return new Triggered(id, claim instanceof IdempotencyKeys.Taken taken ? taken.runId() : null);
  }

  private NewRun newRun(
      WorkflowVersion version, TriggerWorkflowRequest asked, NewRun.@Nullable Parent parent) {
    Json.read("input", asked.getInput());
    ObjectNode metadata = Json.readObject("additional metadata", asked.getAdditionalMetadata());
    int priority = asked.hasPriority() ? asked.getPriority() : defaultPriority(version);
    String input = asked.getInput().isEmpty() ? "{}" : asked.getInput();
    return new NewRun(version, input, metadata, priority, parent, null);
  }

  private static int defaultPriority(WorkflowVersion version) {
    return version.definition().hasDefaultPriority()
        ? version.definition().getDefaultPriority()
        : 1;
  }

  /** Creates the child of a durable task. False where its workflow is unknown. */
  boolean spawn(String id, Run parent, TriggerWorkflowRequest asked) {
    WorkflowVersion version = state.workflows.named(asked.getName()).orElse(null);
    if (version == null) {
      return false;
    }
    NewRun.Parent from =
        new NewRun.Parent(
            parent.id,
            asked.hasChildIndex() ? asked.getChildIndex() : null,
            asked.hasChildKey() ? asked.getChildKey() : null);
    parent.children.add(id);
    lifecycle.create(id, newRun(version, asked, from));
    return true;
  }

  /** Takes an event in: stores it, starts what it triggers, then shows it to the waits. */
  StoredEvent push(PushEventRequest push) {
    return pushAll(List.of(push)).get(0);
  }

  /** Takes all of them or, if one is not valid, none. */
  List<StoredEvent> pushAll(List<PushEventRequest> pushes) {
    List<StoredEvent> read = new ArrayList<>();
    pushes.forEach(push -> read.add(events.read(push)));
    read.forEach(events::store);
    read.forEach(this::start);
    read.forEach(waits::event);
    return read;
  }

  private void start(StoredEvent event) {
    for (WorkflowVersion version : state.workflows.triggeredBy(event.key())) {
      String id = state.ids.next();
      NewRun run =
          new NewRun(
              version,
              event.payload().toString(),
              runMetadata(event),
              event.priority(),
              null,
              event);
      if (keys.claim(id, run) instanceof IdempotencyKeys.Free) {
        lifecycle.create(id, run);
      }
    }
  }

  private static ObjectNode runMetadata(StoredEvent event) {
    ObjectNode metadata = Json.object();
    for (Map.Entry<String, JsonNode> field : event.metadata().properties()) {
      if (!field.getKey().startsWith("hatchet__")) {
        metadata.set(field.getKey(), field.getValue());
      }
    }
    metadata.put("hatchet__event_id", event.id());
    metadata.put("hatchet__event_key", event.key());
    return metadata;
  }
}
