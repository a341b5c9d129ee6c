package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sojourn.hatchet.wire.TriggerWorkflowRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The crons of workflows, of their code and of the API. Owned by the loop. */
final class Crons {
  /** One cron. */
  static final class Cron {
    final String id;
    final WorkflowVersion workflow;
    final String name;
    final String text;
    final JsonNode input;
    final ObjectNode metadata;
    final boolean isFromCode;
    boolean isEnabled = true;
    private Timers.Timer timer = Timers.Timer.NONE;

    private Cron(
        String id,
        WorkflowVersion workflow,
        String name,
        String text,
        JsonNode input,
        ObjectNode metadata,
        boolean isFromCode) {
      this.id = id;
      this.workflow = workflow;
      this.name = name;
      this.text = text;
      this.input = input;
      this.metadata = metadata;
      this.isFromCode = isFromCode;
    }
  }

  private final EngineState state;
  private final Triggers triggers;
  private final Map<String, Cron> crons = new LinkedHashMap<>();

  Crons(EngineState state, Triggers triggers) {
    this.state = state;
    this.triggers = triggers;
  }

  /**
   * Makes the code's crons of the workflow those that the version declares; a known one keeps its
   * enabled flag.
   */
  void declare(WorkflowVersion version) {
    List<String> wanted = version.definition().getCronTriggersList();
    for (Cron cron : List.copyOf(crons.values())) {
      if (cron.isFromCode
          && cron.workflow.name().equals(version.name())
          && !wanted.contains(cron.text)) {
        delete(cron.id);
      }
    }
    for (String text : wanted) {
      boolean isKnown =
          crons.values().stream()
              .anyMatch(
                  cron ->
                      cron.isFromCode
                          && cron.workflow.name().equals(version.name())
                          && cron.text.equals(text));
      if (!isKnown) {
        JsonNode input = Json.read("cron input", version.definition().getCronInput());
        start(new Cron(state.ids.next(), version, "", text, input, Json.object(), true));
      }
    }
  }

  /**
   * Adds one of the API.
   *
   * @throws IllegalArgumentException with the engine's words where it refuses
   */
  Cron add(String workflow, String name, String text, JsonNode input, ObjectNode metadata) {
    WorkflowVersion version =
        state
            .workflows
            .named(workflow)
            .orElseThrow(() -> new IllegalArgumentException("workflow not found"));
    if (name.isBlank()) {
      throw new IllegalArgumentException("cron name is required");
    }
    boolean isThere =
        crons.values().stream()
            .anyMatch(
                cron ->
                    cron.workflow.name().equals(workflow)
                        && cron.name.equals(name)
                        && cron.text.equals(text));
    if (isThere) {
      throw new IllegalArgumentException(
          "cron trigger with that name-expression pair already exists");
    }
    return start(new Cron(state.ids.next(), version, name, text, input, metadata, false));
  }

  private Cron start(Cron cron) {
    crons.put(cron.id, cron);
    schedule(cron);
    return cron;
  }

  /**
   * One whose expression cannot be read is taken, and then dropped in silence, as the ticker does.
   */
  private void schedule(Cron cron) {
    try {
      CronExpression.parse(cron.text)
          .after(state.now())
          .ifPresent(next -> cron.timer = state.timers.at(next, () -> tick(cron, next)));
    } catch (IllegalArgumentException unreadable) {
      crons.remove(cron.id);
    }
  }

  private void tick(Cron cron, Instant at) {
    if (cron.isEnabled) {
      run(cron, at);
    }
    schedule(cron);
  }

  /** Starts a run of it now. */
  void run(Cron cron, Instant at) {
    ObjectNode metadata = cron.metadata.deepCopy();
    metadata.put("hatchet__cron_expression", cron.text);
    metadata.put("hatchet__cron_name", cron.name);
    metadata.put("hatchet__cron_scheduled_at", at.toString());
    triggers.trigger(
        TriggerWorkflowRequest.newBuilder()
            .setName(cron.workflow.name())
            .setInput(cron.input.toString())
            .setAdditionalMetadata(metadata.toString())
            .build());
  }

  Optional<Cron> get(String id) {
    return Optional.ofNullable(crons.get(id));
  }

  List<Cron> all() {
    return List.copyOf(crons.values());
  }

  boolean delete(String id) {
    Cron cron = crons.remove(id);
    if (cron == null) {
      return false;
    }
    cron.timer.cancel();
    return true;
  }
}
