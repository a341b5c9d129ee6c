package dev.sojourn.hatchet;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list, or to cancel or replay together.
 *
 * @param since made at or after this
 * @param until made before this; null for now
 * @param states in one of these; empty for any
 * @param workflowIds of one of these workflows; empty for any
 * @param metadata carrying each of these; empty for any
 */
public record RunQuery(
    Instant since,
    @Nullable Instant until,
    Set<RunState> states,
    List<String> workflowIds,
    Map<String, String> metadata) {

  public RunQuery {
    states = Set.copyOf(states);
    workflowIds = List.copyOf(workflowIds);
    metadata = Map.copyOf(metadata);
  }

  /** All runs made at or after an instant. */
  public static RunQuery since(Instant since) {
    return new RunQuery(since, null, Set.of(), List.of(), Map.of());
  }

  /** Those of them in one of these states. */
  public RunQuery in(RunState... other) {
    return new RunQuery(since, until, Set.of(other), workflowIds, metadata);
  }

  /** Those of them that carry this metadata. */
  public RunQuery carrying(Map<String, String> other) {
    return new RunQuery(since, until, states, workflowIds, other);
  }

  /** Those of them of these workflows. */
  public RunQuery ofWorkflows(List<String> ids) {
    return new RunQuery(since, until, states, ids, metadata);
  }

  /** The metadata as the engine filters it: {@code key:value}. */
  List<String> pairs() {
    return metadata.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .sorted()
        .toList();
  }
}
