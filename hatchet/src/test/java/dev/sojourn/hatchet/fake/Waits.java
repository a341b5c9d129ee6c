package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The waits that are open, and what ends them. A wait ends when each of its or-groups has one
 * condition met; it ends once. Owned by the loop.
 */
final class Waits {
  private record Wait(Run run, Node node) {}

  private final EngineState state;
  private final Map<String, Set<Wait>> byEventKey = new HashMap<>();
  private BiConsumer<Run, Node> onMet = (run, node) -> {};

  Waits(EngineState state) {
    this.state = state;
  }

  /** Called when time, an event or a child has satisfied a node. */
  void onMet(BiConsumer<Run, Node> reaction) {
    onMet = reaction;
  }

  /** Opens the node's conditions; sleeps start now. */
  void open(Run run, Node node) {
    Wait wait = new Wait(run, node);
    for (OpenCondition condition : node.conditions) {
      if (condition.kind instanceof OpenCondition.Sleep sleep) {
        condition.timer =
            state.timers.at(state.now().plus(sleep.length()), () -> slept(wait, condition, sleep));
      } else if (condition.kind instanceof OpenCondition.UserEvent event) {
        byEventKey.computeIfAbsent(event.key(), key -> new LinkedHashSet<>()).add(wait);
      }
    }
  }

  private void slept(Wait wait, OpenCondition condition, OpenCondition.Sleep sleep) {
    ObjectNode match = Json.object();
    match.put("sleep_duration", sleep.text());
    condition.matches.add(match);
    settle(wait, true);
  }

  /** Shows the event to all open waits, oldest first. */
  void event(StoredEvent event) {
    for (Wait wait : List.copyOf(byEventKey.getOrDefault(event.key(), Set.of()))) {
      if (offer(wait, event)) {
        settle(wait, true);
      }
    }
  }

  /**
   * Shows an open wait the stored events that it looks back for, newest first, without telling
   * anybody.
   */
  void lookBack(Run run, Node node, Collection<StoredEvent> newestFirst) {
    Wait wait = new Wait(run, node);
    for (StoredEvent event : newestFirst) {
      if (!node.isSatisfied && isWithinReach(node, event) && offer(wait, event)) {
        settle(wait, false);
      }
    }
  }

  private static boolean isWithinReach(Node node, StoredEvent event) {
    return node.conditions.stream()
        .anyMatch(
            condition ->
                condition.kind instanceof OpenCondition.UserEvent wanted
                    && wanted.since() != null
                    && wanted.scope() != null
                    && !event.seenAt().isBefore(wanted.since())
                    && condition.isFor(event));
  }

  private static boolean offer(Wait wait, StoredEvent event) {
    boolean isMatch = false;
    for (OpenCondition condition : wait.node.conditions) {
      if (condition.matches.isEmpty() && condition.isFor(event)) {
        condition.matches.add(event.payload());
        isMatch = true;
      }
    }
    return isMatch;
  }

  private void settle(Wait wait, boolean isTold) {
    Node node = wait.node;
    Set<String> groups = new HashSet<>();
    Set<String> met = new HashSet<>();
    for (OpenCondition condition : node.conditions) {
      groups.add(condition.group);
      if (!condition.matches.isEmpty()) {
        met.add(condition.group);
      }
    }
    if (node.isSatisfied || !met.equals(groups)) {
      return;
    }
    close(wait);
    satisfy(wait.run, node, result(node).toString().getBytes(StandardCharsets.UTF_8));
    if (isTold) {
      onMet.accept(wait.run, node);
    }
  }

  private void close(Wait wait) {
    for (OpenCondition condition : wait.node.conditions) {
      condition.timer.cancel();
      if (condition.kind instanceof OpenCondition.UserEvent event) {
        byEventKey.computeIfPresent(
            event.key(),
            (key, open) -> {
              open.remove(wait);
              return open.isEmpty() ? null : open;
            });
      }
    }
  }

  private static ObjectNode result(Node node) {
    ObjectNode result = Json.object();
    ObjectNode created = result.putObject("CREATE");
    for (OpenCondition condition : node.conditions) {
      if (!condition.matches.isEmpty()) {
        ArrayNode matches = created.withArray(condition.dataKey);
        condition.matches.forEach(matches::add);
      }
    }
    return result;
  }

  /** A child of the run has ended. */
  void childEnded(Run parent, Run child) {
    Node node = parent.log.ofChild(child.id).orElse(null);
    if (node == null || node.isSatisfied) {
      return;
    }
    if (child.state == RunState.COMPLETED && child.output != null) {
      satisfy(parent, node, child.output.getBytes(StandardCharsets.UTF_8));
    } else {
      node.failure = child.error == null ? "the child run was cancelled" : child.error;
      satisfy(parent, node, new byte[0]);
    }
    onMet.accept(parent, node);
  }

  private void satisfy(Run run, Node node, byte[] payload) {
    node.isSatisfied = true;
    node.satisfiedAt = state.now();
    node.order = run.log.nextOrder();
    node.payload = payload;
  }

  /** How many waits are open for events of that key. */
  int openFor(String eventKey) {
    return new ArrayList<>(byEventKey.getOrDefault(eventKey, Set.of())).size();
  }
}
