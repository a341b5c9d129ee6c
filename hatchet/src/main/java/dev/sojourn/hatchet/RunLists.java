package dev.sojourn.hatchet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What of runs there is only over REST. */
final class RunLists {
  private final Rest rest;

  RunLists(Rest rest) {
    this.rest = rest;
  }

  CompletionStage<List<RunSummary>> list(RunQuery query, int limit, int offset) {
    var path =
        RestPath.of(rest.stableTenant() + "/workflow-runs")
            .with("since", query.since().toString())
            .with("only_tasks", "true")
            .with("limit", String.valueOf(limit));
    if (offset > 0) {
      path.with("offset", String.valueOf(offset));
    }
    if (query.until() != null) {
      path.with("until", query.until().toString());
    }
    query.states().stream()
        .filter(state -> state != RunState.OTHER)
        .map(state -> state == RunState.EVICTED ? RunState.RUNNING : state)
        .distinct()
        .forEach(state -> path.with("statuses", state.name()));
    if (query.states().contains(RunState.EVICTED) && !query.states().contains(RunState.RUNNING)) {
      path.with("running_filter", "EVICTED");
    }
    query.workflowIds().forEach(id -> path.with("workflow_ids", id));
    query.pairs().forEach(pair -> path.with("additional_metadata", pair));
    if (query.metadata().size() > 1) {
      path.with("additional_metadata_operator", "AND");
    }
    return rest.get(path)
        .thenApply(answer -> rows(answer.path("rows")).map(RunLists::summary).toList());
  }

  CompletionStage<List<LogNode>> log(String taskId) {
    return rest.get(RestPath.of(rest.stableTenant() + "/durable-tasks").child(taskId))
        .thenApply(
            answer ->
                rows(answer.isArray() ? answer : answer.path("rows")).map(RunLists::node).toList());
  }

  CompletionStage<Void> unschedule(String scheduleId) {
    return rest.delete(RestPath.of(rest.tenant() + "/workflows/scheduled").child(scheduleId));
  }

  private static Stream<JsonNode> rows(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static RunSummary summary(JsonNode row) {
    Map<String, String> metadata = new HashMap<>();
    row.path("additionalMetadata")
        .properties()
        .forEach(field -> metadata.put(field.getKey(), field.getValue().asText()));
    return new RunSummary(
        row.path("workflowRunExternalId").asText(),
        row.path("taskExternalId").asText(),
        row.path("workflowId").asText(),
        RunState.parse(row.path("status").asText()),
        row.path("isEvicted").asBoolean(),
        metadata);
  }

  private static LogNode node(JsonNode row) {
    var label = row.path("userMessage");
    return new LogNode(
        row.path("nodeId").asLong(),
        row.path("branchId").asLong(),
        row.path("kind").asText(),
        row.path("isSatisfied").asBoolean(),
        label.isTextual() ? label.asText() : null);
  }
}
