package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How runs and their durable logs are shown over REST. */
final class RestRuns {
  private static final int PAGE = 50;

  private RestRuns() {}

  /** The runs that the query asks for, newest first. */
  static ObjectNode page(List<Run> oldestFirst, RestEdge.Request request) {
    Collections.reverse(oldestFirst);
    List<Run> found = oldestFirst.stream().filter(run -> isAsked(run, request)).toList();
    int offset = number(request.asked("offset"), 0);
    int limit = number(request.asked("limit"), PAGE);
    ObjectNode page =
        RestPaths.rows(found.stream().skip(offset).limit(limit).map(RestRuns::shown).toList());
    int pages = Math.max(1, (found.size() + limit - 1) / limit);
    int current = offset / limit + 1;
    page.putObject("pagination")
        .put("current_page", current)
        .put("next_page", Math.min(pages, current + 1))
        .put("num_pages", pages);
    return page;
  }

  private static int number(@Nullable String text, int otherwise) {
    return text == null ? otherwise : Integer.parseInt(text);
  }

  private static boolean isAsked(Run run, RestEdge.Request request) {
    List<String> statuses = request.query().getOrDefault("statuses", List.of());
    List<String> workflows = request.query().getOrDefault("workflow_ids", List.of());
    List<String> pairs = request.query().getOrDefault("additional_metadata", List.of());
    boolean isAny = "OR".equals(request.asked("additional_metadata_operator"));
    String until = request.asked("until");
    String event = request.asked("triggering_event_external_id");
    boolean isPaired =
        pairs.isEmpty()
            || (isAny
                ? pairs.stream().anyMatch(pair -> AdminEdge.hasMetadata(run, pair))
                : pairs.stream().allMatch(pair -> AdminEdge.hasMetadata(run, pair)));
    return !run.createdAt.isBefore(instant(request.asked("since")))
        && (until == null || run.createdAt.isBefore(instant(until)))
        && (statuses.isEmpty() || statuses.contains(run.state.listed()))
        && (workflows.isEmpty() || workflows.contains(run.version().workflowId()))
        && (event == null || (run.asked.event() != null && event.equals(run.asked.event().id())))
        && isPaired
        && isPlaced(run, request.asked("running_filter"));
  }

  private static boolean isPlaced(Run run, @Nullable String filter) {
    if ("EVICTED".equals(filter)) {
      return run.state == RunState.EVICTED;
    }
    return !"ON_WORKER".equals(filter) || run.state == RunState.RUNNING;
  }

  private static Instant instant(@Nullable String text) {
    return text == null ? Instant.MIN : OffsetDateTime.parse(text).toInstant();
  }

  static ObjectNode shown(Run run) {
    ObjectNode shown = Json.object();
    shown.putObject("metadata").put("id", run.id).put("createdAt", run.createdAt.toString());
    shown.put("taskExternalId", run.id);
    shown.put("workflowRunExternalId", run.id);
    shown.put("workflowId", run.version().workflowId());
    shown.put("workflowName", run.version().name());
    shown.put("actionId", run.version().action());
    shown.put("status", run.state.listed());
    shown.put("isEvicted", run.state == RunState.EVICTED);
    shown.put("isDurable", run.isDurable());
    shown.put("retryCount", run.retryCount);
    shown.put("attempt", run.retryCount + 1);
    shown.set("input", Json.read("input", run.asked.input()));
    shown.set("output", run.output == null ? Json.object() : Json.read("output", run.output));
    shown.put("errorMessage", run.error);
    shown.put("createdAt", run.createdAt.toString());
    shown.put("startedAt", text(run.startedAt));
    shown.put("finishedAt", text(run.finishedAt));
    shown.set("additionalMetadata", run.asked.metadata());
    return shown;
  }

  static ObjectNode details(Run run) {
    ObjectNode details = Json.object();
    details.set("run", shown(run));
    details.putArray("tasks").add(shown(run));
    ArrayNode events = details.putArray("taskEvents");
    for (Run.Line line : run.history) {
      events
          .addObject()
          .put("timestamp", line.at().toString())
          .put("eventType", line.type())
          .put("message", line.message())
          .put("taskId", run.id);
    }
    details.putArray("shape");
    return details;
  }

  /** The durable log, in order of its nodes. */
  static JsonNode log(Run run) {
    List<ObjectNode> rows =
        run.log.nodes().stream()
            .map(
                node ->
                    Json.object()
                        .put("nodeId", node.id)
                        .put("branchId", DurableLog.BRANCH)
                        .put("kind", node.kind.name())
                        .put("isSatisfied", node.isSatisfied)
                        .put("satisfiedAt", text(node.satisfiedAt))
                        .put("insertedAt", node.insertedAt.toString())
                        .put("userMessage", node.label))
            .toList();
    ArrayNode array = Json.MAPPER.createArrayNode();
    rows.forEach(array::add);
    return array;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
