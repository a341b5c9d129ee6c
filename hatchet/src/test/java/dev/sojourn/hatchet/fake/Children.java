package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.DurableTaskResponse;
import dev.sojourn.hatchet.wire.DurableTaskRunEntry;
import dev.sojourn.hatchet.wire.DurableTaskTriggerRunsAck;
import dev.sojourn.hatchet.wire.DurableTaskTriggerRunsRequest;
import dev.sojourn.hatchet.wire.TriggerWorkflowRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The child runs of durable tasks. A child that its parent has spawned before, by key or index,
 * takes no new node. They are created after the ack. Owned by the loop.
 */
final class Children {
  private record NewChild(TriggerWorkflowRequest asked, Node node) {}

  private final EngineState state;
  private final Triggers triggers;

  /** Child ids by parent and key or index. */
  private final Map<String, String> spawned = new HashMap<>();

  Children(EngineState state, Triggers triggers) {
    this.state = state;
    this.triggers = triggers;
  }

  Triggers triggers() {
    return triggers;
  }

  /** Answers the request, creates what is new; returns the nodes that are satisfied already. */
  List<Node> spawn(
      Run parent, DurableTaskTriggerRunsRequest request, Consumer<DurableTaskResponse> answers) {
    DurableTaskTriggerRunsAck.Builder ack =
        DurableTaskTriggerRunsAck.newBuilder()
            .setDurableTaskExternalId(parent.id)
            .setInvocationCount(request.getInvocationCount());
    List<NewChild> created = new ArrayList<>();
    List<Node> satisfied = new ArrayList<>();
    for (TriggerWorkflowRequest asked : request.getTriggerOptsList()) {
      Node node = meet(parent, asked, created);
      if (!node.identity.equals(identity(asked)) && !asked.hasChildKey()) {
        answers.accept(
            Replies.notTheSame(
                parent, request.getInvocationCount(), node, "run(" + asked.getName() + ")"));
        return List.of();
      }
      parent.log.reach(node);
      ack.addRunEntries(entry(node));
      if (node.isSatisfied) {
        satisfied.add(node);
      }
    }
    answers.accept(DurableTaskResponse.newBuilder().setTriggerRunsAck(ack).build());
    created.forEach(child -> create(parent, child));
    return satisfied;
  }

  private Node meet(Run parent, TriggerWorkflowRequest asked, List<NewChild> created) {
    String key = spawnKey(parent, asked);
    String known = key == null ? null : spawned.get(key);
    Node recorded = known == null ? parent.log.atNext() : parent.log.ofChild(known).orElseThrow();
    if (recorded != null) {
      return recorded;
    }
    Node node =
        new Node(
            parent.log.nextId(),
            Node.Kind.RUN,
            identity(asked),
            "run(" + asked.getName() + ")",
            state.now());
    node.childId = state.ids.next();
    parent.log.append(node);
    if (key != null) {
      spawned.put(key, node.childId);
    }
    created.add(new NewChild(asked, node));
    return node;
  }

  private static @Nullable String spawnKey(Run parent, TriggerWorkflowRequest asked) {
    if (asked.hasChildKey()) {
      return parent.id + "|key|" + asked.getChildKey();
    }
    return asked.hasChildIndex() ? parent.id + "|index|" + asked.getChildIndex() : null;
  }

  private static String identity(TriggerWorkflowRequest asked) {
    return "RUN" + asked.getInput() + asked.getName();
  }

  private static DurableTaskRunEntry entry(Node node) {
    return DurableTaskRunEntry.newBuilder()
        .setNodeId(node.id)
        .setBranchId(DurableLog.BRANCH)
        .setWorkflowRunExternalId(node.childId == null ? "" : node.childId)
        .build();
  }

  private void create(Run parent, NewChild child) {
    String id = child.node.childId;
    if (id == null || !triggers.spawn(id, parent, child.asked)) {
      parent.note(state.now(), "CHILD_NOT_CREATED", "no workflow '" + child.asked.getName() + "'");
    }
  }
}
