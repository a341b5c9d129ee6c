package dev.sojourn.hatchet.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event log of one durable task: its nodes in order, and how far the present invocation has
 * come. It outlives retries, reassignments, evictions and replays. One branch only.
 */
final class DurableLog {
  static final long BRANCH = 1;

  private final List<Node> nodes = new ArrayList<>();
  private int invocation;
  private long reached;
  private long satisfied;

  int invocation() {
    return invocation;
  }

  /** A worker gets the task: it starts over from the first node. */
  int nextInvocation() {
    reached = 0;
    return ++invocation;
  }

  /** The number of the node that the next operation meets. */
  long nextId() {
    return reached + 1;
  }

  /** The recorded node at which the next operation stands, or null where the log ends. */
  @Nullable Node atNext() {
    return reached < nodes.size() ? nodes.get((int) reached) : null;
  }

  void append(Node node) {
    nodes.add(node);
  }

  void reach(Node node) {
    reached = Math.max(reached, node.id);
  }

  Optional<Node> node(long id) {
    return id >= 1 && id <= nodes.size() ? Optional.of(nodes.get((int) id - 1)) : Optional.empty();
  }

  Optional<Node> ofChild(String childId) {
    return nodes.stream().filter(node -> childId.equals(node.childId)).findFirst();
  }

  long nextOrder() {
    return ++satisfied;
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }
}
