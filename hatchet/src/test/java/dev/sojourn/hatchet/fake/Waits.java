package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The waits that are open, and what ends them. A wait ends when each of its or-groups has one
 * condition met; it ends once. Owned by the loop.
 */
final class Waits {
  private record Wait(Run run, Node node) {}

  /** Of events; without a scope, of any. */
  private record Kind(String key, @Nullable String scope) {}

  private final EngineState state;
  private final Map<Kind, Set<Wait>> byEvent = new HashMap<>();
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
        byEvent
            .computeIfAbsent(new Kind(event.key(), event.scope()), key -> new LinkedHashSet<>())
            .add(wait);
      }
    }
  }

  private void slept(Wait wait, OpenCondition condition, OpenCondition.Sleep sleep) {
    ObjectNode match = Json.object();
    match.put("sleep_duration", sleep.text());
    condition.matches.add(match);
    settle(wait, true);
  }

  /** Shows the event to the open waits of its key, those of its scope before those of any. */
  void event(StoredEvent event) {
    List<Wait> waits = new ArrayList<>(open(event.key(), event.scope()));
    if (event.scope() != null) {
      waits.addAll(open(event.key(), null));
    }
    for (Wait wait : waits) {
      if (offer(wait, event)) {
        settle(wait, true);
      }
    }
  }

  private Set<Wait> open(String key, @Nullable String scope) {
    return byEvent.getOrDefault(new Kind(key, scope), Set.of());
  }

  /** Meets an open wait with the stored events that it looks back for, without telling anybody. */
  void lookBack(Run run, Node node, Events events) {
    if (node.isSatisfied) {
      return;
    }
    for (OpenCondition condition : node.conditions) {
      if (condition.matches.isEmpty()
          && condition.kind instanceof OpenCondition.UserEvent wanted
          && wanted.since() != null
          && wanted.scope() != null) {
        events.since(wanted.key(), wanted.scope(), wanted.since()).stream()
            .filter(condition::isFor)
            .findFirst()
            .ifPresent(event -> condition.matches.add(event.payload()));
      }
    }
    settle(new Wait(run, node), false);
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
        byEvent.computeIfPresent(
            new Kind(event.key(), event.scope()),
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
}
