package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The REST paths of crons. Owned by the loop. */
final class RestCrons {
  private final Engine engine;

  RestCrons(Engine engine) {
    this.engine = engine;
  }

  RestEdge.Response answer(RestEdge.Request request) {
    if (request.at(6).equals("crons")) {
      return create(request);
    }
    if (request.path().size() == 6) {
      return RestEdge.Response.ok(list(request));
    }
    Crons.Cron cron = engine.crons.get(request.at(6)).orElse(null);
    return cron == null
        ? RestEdge.Response.refused(500, "An internal error occurred")
        : change(request, cron);
  }

  private RestEdge.Response change(RestEdge.Request request, Crons.Cron cron) {
    switch (request.method()) {
      case "PATCH" -> {
        cron.isEnabled = request.body().path("enabled").asBoolean();
        return new RestEdge.Response(204, null);
      }
      case "DELETE" -> {
        engine.crons.delete(cron.id);
        return new RestEdge.Response(204, null);
      }
      case "POST" -> {
        engine.crons.run(cron, engine.state.now());
        return RestEdge.Response.ok(Json.object());
      }
      default -> {
        return RestEdge.Response.ok(shown(cron));
      }
    }
  }

  private RestEdge.Response create(RestEdge.Request request) {
    JsonNode body = request.body();
    for (String field : List.of("input", "additionalMetadata", "cronName", "cronExpression")) {
      if (!body.has(field)) {
        throw new IllegalArgumentException(field + " is required");
      }
    }
    ObjectNode metadata =
        body.get("additionalMetadata") instanceof ObjectNode object ? object : Json.object();
    return RestEdge.Response.ok(
        shown(
            engine.crons.add(
                request.at(5),
                body.get("cronName").asText(),
                body.get("cronExpression").asText(),
                body.get("input"),
                metadata)));
  }

  private ObjectNode list(RestEdge.Request request) {
    return RestPaths.rows(
        engine.crons.all().stream()
            .filter(cron -> isAsked(request.asked("cronName"), cron.name))
            .filter(cron -> isAsked(request.asked("workflowName"), cron.workflow.name()))
            .filter(cron -> isAsked(request.asked("workflowId"), cron.workflow.workflowId()))
            .map(RestCrons::shown)
            .toList());
  }

  private static boolean isAsked(@Nullable String wanted, String is) {
    return wanted == null || wanted.equals(is);
  }

  private static ObjectNode shown(Crons.Cron cron) {
    ObjectNode shown = Json.object();
    shown.putObject("metadata").put("id", cron.id);
    shown.put("tenantId", Actions.TENANT);
    shown.put("workflowId", cron.workflow.workflowId());
    shown.put("workflowVersionId", cron.workflow.id());
    shown.put("workflowName", cron.workflow.name());
    shown.put("cron", cron.text);
    shown.put("name", cron.name);
    shown.set("input", cron.input);
    shown.set("additionalMetadata", cron.metadata);
    shown.put("enabled", cron.isEnabled);
    shown.put("method", cron.isFromCode ? "DEFAULT" : "API");
    shown.put("priority", 1);
    return shown;
  }
}
