package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.CreateWorkflowVersionRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The registered workflows, each in its newest version. Owned by the loop. */
final class Workflows {
  private final Ids ids;
  private final Map<String, WorkflowVersion> newest = new LinkedHashMap<>();
  private final Set<String> paused = new HashSet<>();

  Workflows(Ids ids) {
    this.ids = ids;
  }

  /** Registers a definition; an unchanged one keeps its version. */
  WorkflowVersion put(CreateWorkflowVersionRequest definition) {
    validate(definition);
    WorkflowVersion known = newest.get(definition.getName());
    if (known != null && known.definition().equals(definition)) {
      return known;
    }
    String workflowId = known == null ? ids.next() : known.workflowId();
    WorkflowVersion version = new WorkflowVersion(ids.next(), workflowId, definition);
    newest.put(definition.getName(), version);
    return version;
  }

  private static void validate(CreateWorkflowVersionRequest definition) {
    if (!WorkflowVersion.isName(definition.getName())) {
      throw invalid(
          "workflow name '"
              + definition.getName()
              + "' is not of letters, digits, dot, dash, underscore");
    }
    if (definition.getTasksCount() == 0) {
      throw invalid("workflow '" + definition.getName() + "' has no task");
    }
    if (definition.getTasksCount() > 1) {
      throw Status.UNIMPLEMENTED
          .withDescription("the fake engine knows workflows of one task only")
          .asRuntimeException();
    }
    if (!definition.getTasks(0).getAction().matches("[^:]+:[^:]+(:[^:]+)?")) {
      throw invalid(
          "action '" + definition.getTasks(0).getAction() + "' is not of the form service:verb");
    }
  }

  Optional<WorkflowVersion> named(String name) {
    return Optional.ofNullable(newest.get(name));
  }

  Optional<WorkflowVersion> withId(String workflowId) {
    return newest.values().stream()
        .filter(version -> version.workflowId().equals(workflowId))
        .findFirst();
  }

  /** The workflows that an event of that key starts, in the order of their first registration. */
  List<WorkflowVersion> triggeredBy(String eventKey) {
    List<WorkflowVersion> triggered = new ArrayList<>();
    for (WorkflowVersion version : newest.values()) {
      if (version.isTriggeredBy(eventKey)) {
        triggered.add(version);
      }
    }
    return triggered;
  }

  Collection<WorkflowVersion> all() {
    return List.copyOf(newest.values());
  }

  boolean isPaused(String workflowId) {
    return paused.contains(workflowId);
  }

  void pause(String workflowId, boolean pause) {
    if (pause) {
      paused.add(workflowId);
    } else {
      paused.remove(workflowId);
    }
  }

  void delete(String workflowId) {
    newest.values().removeIf(version -> version.workflowId().equals(workflowId));
    paused.remove(workflowId);
  }

  private static RuntimeException invalid(String message) {
    return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
  }
}
