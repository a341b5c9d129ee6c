package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.BaseMatchCondition;
import dev.sojourn.hatchet.wire.DurableEventListenerConditions;
import dev.sojourn.hatchet.wire.DurableTaskCompleteMemo;
import dev.sojourn.hatchet.wire.DurableTaskEvictRequest;
import dev.sojourn.hatchet.wire.DurableTaskMemoRequest;
import dev.sojourn.hatchet.wire.DurableTaskRequest;
import dev.sojourn.hatchet.wire.DurableTaskResponse;
import dev.sojourn.hatchet.wire.DurableTaskWaitForRequest;
import dev.sojourn.hatchet.wire.DurableTaskWaitingEntry;
import dev.sojourn.hatchet.wire.DurableTaskWorkerStatus;
import dev.sojourn.hatchet.wire.PushEventRequest;
import dev.sojourn.hatchet.wire.SleepMatchCondition;
import dev.sojourn.hatchet.wire.UserEventMatchCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable operations: each meets the next node of the task's log, which it must be like or
 * becomes. What the engine cannot do it logs and does not answer. Owned by the loop.
 */
final class DurableOperations {
  private static final Logger LOG = LoggerFactory.getLogger(DurableOperations.class);

  private final EngineState state;
  private final Lifecycle lifecycle;
  private final Waits waits;
  private final Events events;
  private final Children children;

  /** The stream on which a task's latest memo, wait or child run was asked for. */
  private final Map<String, DurableSession> routes = new HashMap<>();

  DurableOperations(
      EngineState state, Lifecycle lifecycle, Waits waits, Events events, Children children) {
    this.state = state;
    this.lifecycle = lifecycle;
    this.waits = waits;
    this.events = events;
    this.children = children;
    waits.onMet(this::push);
  }

  void take(DurableSession session, DurableTaskRequest request) {
    switch (request.getMessageCase()) {
      case REGISTER_WORKER -> {
        session.belongsTo(request.getRegisterWorker().getWorkerId());
        session.send(Replies.registered(request.getRegisterWorker().getWorkerId()));
      }
      case MEMO -> memo(session, request.getMemo());
      case TRIGGER_RUNS -> {
        String task = request.getTriggerRuns().getDurableTaskExternalId();
        Run run = present(session, task, request.getTriggerRuns().getInvocationCount());
        if (run != null) {
          children
              .spawn(run, request.getTriggerRuns(), answers(session, run))
              .forEach(node -> deliver(run, node));
        }
      }
      case WAIT_FOR -> waitFor(session, request.getWaitFor());
      case EVICT_INVOCATION -> evict(session, request.getEvictInvocation());
      case WORKER_STATUS -> status(session, request.getWorkerStatus());
      case COMPLETE_MEMO -> completeMemo(request.getCompleteMemo());
      default -> LOG.warn("a durable request without a message");
    }
  }

  private Consumer<DurableTaskResponse> answers(DurableSession session, Run run) {
    return response -> ack(session, run, response);
  }

  /** The stream has ended; its tasks are served by polls until their next operation. */
  void closed(DurableSession session) {
    session.closed();
    routes.values().removeIf(route -> route == session);
  }

  /**
   * The task, unless there is none or the invocation is not the present one, which the worker is
   * told.
   */
  private @Nullable Run present(DurableSession session, String taskId, int invocation) {
    Run run = state.runs.get(taskId);
    if (run == null || !run.isDurable()) {
      LOG.warn("no durable task '{}'", taskId);
      return null;
    }
    routes.put(taskId, session);
    lifecycle.cachedRetryCount(run);
    if (run.log.invocation() != invocation) {
      session.send(Replies.stale(run, invocation));
      return null;
    }
    return run;
  }

  private void memo(DurableSession session, DurableTaskMemoRequest request) {
    Run run = present(session, request.getDurableTaskExternalId(), request.getInvocationCount());
    if (run == null) {
      return;
    }
    String identity = "MEMO" + HexFormat.of().formatHex(request.getKey().toByteArray());
    Node there = run.log.atNext();
    if (there != null && !there.identity.equals(identity)) {
      session.send(Replies.notTheSame(run, request.getInvocationCount(), there, "memo"));
      return;
    }
    Node node = there;
    if (node == null) {
      node = new Node(run.log.nextId(), Node.Kind.MEMO, identity, "memo", state.now());
      if (!request.getPayload().isEmpty()) {
        remember(node, request.getPayload().toByteArray());
      }
      run.log.append(node);
    }
    run.log.reach(node);
    ack(session, run, Replies.memo(run, request.getInvocationCount(), node, there != null));
    if (node.isSatisfied) {
      deliver(run, node);
    }
  }

  private void completeMemo(DurableTaskCompleteMemo request) {
    Run run = state.runs.get(request.getRef().getDurableTaskExternalId());
    Node node = run == null ? null : run.log.node(request.getRef().getNodeId()).orElse(null);
    if (node == null) {
      LOG.warn("no memo to complete at {}", request.getRef());
    } else if (!node.isSatisfied) {
      remember(node, request.getPayload().toByteArray());
    }
  }

  private void remember(Node node, byte[] payload) {
    node.isSatisfied = true;
    node.satisfiedAt = state.now();
    node.payload = payload;
  }

  private void waitFor(DurableSession session, DurableTaskWaitForRequest request) {
    List<OpenCondition> conditions = conditions(request.getWaitForConditions());
    Run run = present(session, request.getDurableTaskExternalId(), request.getInvocationCount());
    if (run == null || conditions == null) {
      return;
    }
    String identity = identity(conditions);
    String label = OpenCondition.label(conditions);
    Node there = run.log.atNext();
    if (there != null && !there.identity.equals(identity)) {
      session.send(Replies.notTheSame(run, request.getInvocationCount(), there, label));
      return;
    }
    Node node = there;
    if (node == null) {
      String shown = request.hasLabel() ? request.getLabel() : label;
      node = new Node(run.log.nextId(), Node.Kind.WAIT_FOR, identity, shown, state.now());
      node.conditions = conditions;
      run.log.append(node);
      waits.open(run, node);
    }
    run.log.reach(node);
    waits.lookBack(run, node, events);
    ack(session, run, Replies.waiting(run, request.getInvocationCount(), node));
    if (node.isSatisfied) {
      deliver(run, node);
    }
  }

  private static String identity(List<OpenCondition> conditions) {
    return conditions.stream()
        .map(OpenCondition::identity)
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.joining("", "WAIT_FOR", ""));
  }

  /** The conditions, or null where a group is no UUID, which the engine only logs. */
  private static @Nullable List<OpenCondition> conditions(DurableEventListenerConditions asked) {
    List<OpenCondition> conditions = new ArrayList<>();
    try {
      for (SleepMatchCondition sleep : asked.getSleepConditionsList()) {
        conditions.add(condition(new OpenCondition.Sleep(sleep.getSleepFor()), sleep.getBase()));
      }
      for (UserEventMatchCondition event : asked.getUserEventConditionsList()) {
        conditions.add(condition(userEvent(event), event.getBase()));
      }
      return conditions;
    } catch (IllegalArgumentException notUuid) {
      LOG.warn("or group id is not a valid uuid", notUuid);
      return null;
    }
  }

  private static OpenCondition.UserEvent userEvent(UserEventMatchCondition event) {
    Instant since =
        event.hasConsiderEventsSince() ? Wire.instant(event.getConsiderEventsSince()) : null;
    return new OpenCondition.UserEvent(
        event.getUserEventKey(), event.hasEventScope() ? event.getEventScope() : null, since);
  }

  private static OpenCondition condition(OpenCondition.Kind kind, BaseMatchCondition base) {
    String group = UUID.fromString(base.getOrGroupId()).toString();
    return new OpenCondition(kind, base.getReadableDataKey(), group, base.getExpression());
  }

  private void evict(DurableSession session, DurableTaskEvictRequest request) {
    String id = request.getDurableTaskExternalId();
    Run run = state.runs.get(id);
    if (run == null) {
      session.send(Replies.cannotEvict(id, request.getInvocationCount(), "task not found: " + id));
      return;
    }
    String meeting = state.faults.meetingEvent();
    if (meeting != null) {
      state.faults.dropNextCompletion();
      children
          .triggers()
          .push(PushEventRequest.newBuilder().setKey(meeting).setPayload("{}").build());
    }
    String reason =
        request.getReason().isEmpty() ? "Task paused and evicted from worker" : request.getReason();
    lifecycle.evict(run, lifecycle.cachedRetryCount(run), reason);
    if (!state.faults.losesEvictionAck(run)) {
      session.send(Replies.evicted(id, request.getInvocationCount()));
    }
  }

  private void status(DurableSession session, DurableTaskWorkerStatus status) {
    Map<String, Integer> invocations = new LinkedHashMap<>();
    for (DurableTaskWaitingEntry entry : status.getWaitingEntriesList()) {
      invocations.put(entry.getDurableTaskExternalId(), entry.getInvocationCount());
    }
    invocations.forEach(
        (id, invocation) -> {
          Run run = state.runs.get(id);
          if (run != null && invocation < run.log.invocation()) {
            session.send(Replies.stale(run, invocation));
          }
        });
    for (DurableTaskWaitingEntry entry : status.getWaitingEntriesList()) {
      Run run = state.runs.get(entry.getDurableTaskExternalId());
      if (run != null && entry.getBranchId() == DurableLog.BRANCH) {
        run.log
            .node(entry.getNodeId())
            .filter(node -> node.isSatisfied)
            .ifPresent(node -> session.deliver(run, node, state.now()));
      }
    }
    session.dropStalled(state.now());
  }

  /** A node was satisfied by what is outside of the task: the task is woken where it is. */
  private void push(Run run, Node node) {
    if (run.state == RunState.EVICTED) {
      lifecycle.restore(run, "callback satisfied while task evicted");
    } else if (run.state == RunState.RUNNING) {
      deliver(run, node);
    }
  }

  private void deliver(Run run, Node node) {
    DurableSession session = routes.get(run.id);
    if (session == null || state.faults.losesCompletion(run)) {
      return;
    }
    session.deliver(run, node, state.now());
    if (state.faults.doublesCompletion(run)) {
      session.deliver(run, node, state.now());
    }
  }

  private void ack(DurableSession session, Run run, DurableTaskResponse response) {
    if (!state.faults.losesAck(run)) {
      session.send(response);
    }
  }
}
