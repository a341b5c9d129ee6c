package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of a run at one moment.
 *
 * @param workflow its name, with the namespace
 * @param retryCount attempts before the present one, of whatever cause
 * @param invocation assignments of a durable task so far, 0 for another
 * @param workerId that holds it, null for none
 * @param output JSON text, null before it has completed
 * @param error of the last failure, null for none
 * @param history types of what has happened to it, in order
 * @param log the durable log, in order of its nodes
 */
public record RunView(
    String id,
    String workflow,
    RunState state,
    int retryCount,
    int invocation,
    @Nullable String workerId,
    String input,
    Map<String, String> metadata,
    @Nullable String output,
    @Nullable String error,
    List<String> history,
    List<LogNode> log) {

  /**
   * One node of a durable log.
   *
   * @param id from 1
   * @param kind RUN, WAIT_FOR or MEMO
   * @param label in a person's words
   * @param satisfiedAt null while it is open
   * @param result text of its result, empty while it is open
   */
  public record LogNode(
      long id, String kind, String label, @Nullable Instant satisfiedAt, String result) {
    /** Whether it has its result. */
    public boolean isSatisfied() {
      return satisfiedAt != null;
    }
  }

  static RunView of(Run run) {
    return new RunView(
        run.id,
        run.version().name(),
        run.state,
        run.retryCount,
        run.log.invocation(),
        run.worker == null ? null : run.worker.id,
        run.asked.input(),
        texts(run.asked.metadata()),
        run.output,
        run.error,
        run.history.stream().map(Run.Line::type).toList(),
        run.log.nodes().stream().map(RunView::node).toList());
  }

  private static LogNode node(Node node) {
    String result = new String(node.payload, StandardCharsets.UTF_8);
    return new LogNode(node.id, node.kind.name(), node.label, node.satisfiedAt, result);
  }

  private static Map<String, String> texts(ObjectNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      texts.put(field.getKey(), field.getValue().asText(field.getValue().toString()));
    }
    return Collections.unmodifiableMap(texts);
  }

  /** How often that line stands in the history, such as {@code DURABLE_EVICTED}. */
  public long times(String line) {
    return history.stream().filter(line::equals).count();
  }
}
