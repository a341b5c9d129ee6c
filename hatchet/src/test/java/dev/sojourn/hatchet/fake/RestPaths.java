package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The REST paths of a journey runtime: readiness, version, workflows, workers, crons, the list of
 * runs, the durable log, the restoring of a task. Owned by the loop.
 */
final class RestPaths {
  private static final RestEdge.Response NO_CONTENT = new RestEdge.Response(204, null);

  private final Engine engine;
  private final RestCrons crons;

  RestPaths(Engine engine) {
    this.engine = engine;
    this.crons = new RestCrons(engine);
  }

  RestEdge.Response answer(RestEdge.Request request) {
    String start = request.at(0) + "/" + request.at(1);
    return switch (start) {
      case "api/ready", "api/live" -> RestEdge.Response.ok(Json.object());
      case "api/v1" -> version1(request);
      default -> unknown(request);
    };
  }

  private RestEdge.Response version1(RestEdge.Request request) {
    return switch (request.at(2)) {
      case "version" ->
          RestEdge.Response.ok(Json.object().put("version", engine.state.settings.version()));
      case "workflows" -> workflow(request, request.at(3));
      case "workers" -> worker(request, request.at(3));
      case "tenants" -> tenant(request);
      case "stable" -> stable(request);
      default -> unknown(request);
    };
  }

  private RestEdge.Response tenant(RestEdge.Request request) {
    if (!request.at(3).equals(Actions.TENANT)) {
      return RestEdge.Response.refused(403, "Not authorized to view this resource");
    }
    if (request.at(4).equals("worker")) {
      return RestEdge.Response.ok(
          rows(engine.workers.all().stream().map(RestPaths::shown).toList()));
    }
    if (request.at(4).equals("workflows")
        && (request.at(5).equals("crons") || request.at(6).equals("crons"))) {
      return crons.answer(request);
    }
    if (request.at(4).equals("workflows") && request.path().size() == 5) {
      String name = request.asked("name");
      return RestEdge.Response.ok(
          rows(
              engine.state.workflows.all().stream()
                  .filter(version -> name == null || version.name().contains(name))
                  .map(this::shown)
                  .toList()));
    }
    if (request.at(5).equals("scheduled") && request.method().equals("DELETE")) {
      return engine.schedules.delete(request.at(6)) ? NO_CONTENT : unknown(request);
    }
    return unknown(request);
  }

  private ObjectNode shown(WorkflowVersion version) {
    ObjectNode shown = Json.object();
    shown.putObject("metadata").put("id", version.workflowId());
    shown.put("name", version.name());
    shown.put("isPaused", engine.state.workflows.isPaused(version.workflowId()));
    return shown;
  }

  private static ObjectNode shown(Worker worker) {
    ObjectNode shown = Json.object();
    shown.putObject("metadata").put("id", worker.id);
    shown.put("name", worker.asked.getWorkerName());
    shown.put("status", worker.isPaused ? "PAUSED" : worker.isListening() ? "ACTIVE" : "INACTIVE");
    ArrayNode actions = shown.putArray("actions");
    worker.actions.forEach(actions::add);
    return shown;
  }

  private RestEdge.Response workflow(RestEdge.Request request, String id) {
    WorkflowVersion version = engine.state.workflows.withId(id).orElse(null);
    if (version == null) {
      return RestEdge.Response.refused(404, "workflow not found");
    }
    switch (request.method()) {
      case "DELETE" -> {
        engine.state.workflows.delete(id);
        return NO_CONTENT;
      }
      case "PATCH" -> {
        JsonNode pause = request.body().path("pause").path("action");
        boolean isPause =
            pause.isMissingNode()
                ? request.body().path("isPaused").asBoolean()
                : pause.asText().equals("pause");
        engine.state.workflows.pause(id, isPause);
        engine.assignments.assignAll();
        return RestEdge.Response.ok(shown(version));
      }
      default -> {
        return RestEdge.Response.ok(shown(version));
      }
    }
  }

  private RestEdge.Response worker(RestEdge.Request request, String id) {
    Worker worker = engine.workers.get(id);
    if (request.method().equals("PATCH")) {
      worker.isPaused = request.body().path("isPaused").asBoolean();
      engine.assignments.assignAll();
    }
    return RestEdge.Response.ok(shown(worker));
  }

  private RestEdge.Response stable(RestEdge.Request request) {
    switch (request.at(3)) {
      case "tasks" -> {
        Run run = engine.state.run(request.at(4));
        if (request.at(5).equals("restore")) {
          engine.lifecycle.restore(run, "Restore via the API");
        }
        return RestEdge.Response.ok(RestRuns.shown(run));
      }
      case "workflow-runs" -> {
        Run run = engine.state.run(request.at(4));
        return request.at(5).equals("status")
            ? RestEdge.Response.ok(Json.MAPPER.getNodeFactory().textNode(run.state.listed()))
            : RestEdge.Response.ok(RestRuns.details(run));
      }
      case "tenants" -> {
        return stableTenant(request);
      }
      default -> {
        return unknown(request);
      }
    }
  }

  private RestEdge.Response stableTenant(RestEdge.Request request) {
    if (!request.at(4).equals(Actions.TENANT)) {
      return RestEdge.Response.refused(403, "Not authorized to view this resource");
    }
    return switch (request.at(5)) {
      case "workflow-runs" ->
          request.asked("since") == null
              ? RestEdge.Response.refused(400, "since is required")
              : RestEdge.Response.ok(
                  RestRuns.page(new ArrayList<>(engine.state.runs.values()), request));
      case "durable-tasks" -> RestEdge.Response.ok(RestRuns.log(engine.state.run(request.at(6))));
      case "tasks" -> tasks(request);
      default -> unknown(request);
    };
  }

  private RestEdge.Response tasks(RestEdge.Request request) {
    Predicate<Run> change =
        switch (request.at(6)) {
          case "cancel" -> engine.lifecycle::cancel;
          case "replay" -> engine.lifecycle::replay;
          default -> run -> false;
        };
    ArrayNode ids = Json.MAPPER.createArrayNode();
    for (JsonNode id : request.body().path("externalIds")) {
      if (change.test(engine.state.run(id.asText()))) {
        ids.add(id);
      }
    }
    ObjectNode answer = Json.object();
    answer.set("ids", ids);
    return RestEdge.Response.ok(answer);
  }

  static ObjectNode rows(List<? extends JsonNode> rows) {
    ObjectNode list = Json.object();
    ArrayNode array = list.putArray("rows");
    rows.forEach(array::add);
    list.putObject("pagination").put("current_page", 1).put("next_page", 1).put("num_pages", 1);
    return list;
  }

  private static RestEdge.Response unknown(RestEdge.Request request) {
    return RestEdge.Response.refused(
        404,
        "the fake engine has no " + request.method() + " /" + String.join("/", request.path()));
  }
}
