package dev.sojourn.hatchet.worker;

import com.google.protobuf.ByteString;
import dev.sojourn.hatchet.HatchetException;
import dev.sojourn.hatchet.Json;
import dev.sojourn.hatchet.wire.ActionType;
import dev.sojourn.hatchet.wire.AssignedAction;
import dev.sojourn.hatchet.wire.DurableEventLogEntryRef;
import dev.sojourn.hatchet.wire.DurableTaskEntryCompleted;
import dev.sojourn.hatchet.wire.DurableTaskErrorType;
import dev.sojourn.hatchet.wire.DurableTaskMemoAck;
import dev.sojourn.hatchet.wire.DurableTaskResponse;
import dev.sojourn.hatchet.wire.DurableTaskWaitingEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of one session: takes assignments and messages of the durable stream to the invocation
 * that they are for. Used on the loop only.
 */
final class SessionTasks implements DurableStream.Tasks {
  private static final Logger LOG = LoggerFactory.getLogger(SessionTasks.class);

  private final Workshop shop;
  private final Map<String, Workflow.Body> bodies;
  private final Consumer<@Nullable HatchetException> streamed;
  private final DurableStream stream;
  private final Map<String, LiveTask> tasks = new HashMap<>();
  private final List<CompletableFuture<Void>> drained = new ArrayList<>();
  private boolean draining;

  /**
   * A session without tasks.
   *
   * @param bodies by action, with the namespace, in lower case; others may change it
   * @param streamed gets why the durable stream ended before it was up, or null each time that it
   *     is up
   */
  SessionTasks(
      Workshop shop,
      Map<String, Workflow.Body> bodies,
      Consumer<@Nullable HatchetException> streamed) {
    this.shop = shop;
    this.bodies = bodies;
    this.streamed = streamed;
    this.stream = new DurableStream(shop, this);
  }

  DurableStream stream() {
    return stream;
  }

  void assigned(AssignedAction action, String workerId) {
    if (action.getActionType() == ActionType.START_STEP_RUN) {
      start(action, workerId);
    } else if (action.getActionType() == ActionType.CANCEL_STEP_RUN) {
      cancel(action);
    } else {
      LOG.warn("Action of type {} is not served", action.getActionType());
    }
  }

  private void start(AssignedAction action, String workerId) {
    var assignment = Assignment.of(action, workerId, shop.link().config().namespace());
    var here = tasks.get(assignment.taskId());
    if (here != null && !assignment.isAfter(here.assignment())) {
      return;
    }
    if (here != null) {
      here.on(new TaskEvent.Replaced());
    }
    var body = bodies.get(action.getActionId().toLowerCase(Locale.ROOT));
    var begun =
        TaskState.begun(body instanceof Workflow.DurableBody, assignment.retryCount(), draining);
    var task = new LiveTask(shop, stream, assignment, begun, this::gone);
    tasks.put(assignment.taskId(), task);
    if (body == null) {
      task.refuse("worker '" + shop.config().name() + "' serves no " + action.getActionId());
    } else {
      task.begin(body);
    }
  }

  private void cancel(AssignedAction action) {
    var here = tasks.get(action.getTaskRunExternalId());
    if (here == null || here.assignment().retryCount() != action.getRetryCount()) {
      return;
    }
    boolean named = action.getDurableTaskInvocationCount() > 0;
    if (!named || here.assignment().invocation() == action.getDurableTaskInvocationCount()) {
      here.on(new TaskEvent.Cancelled());
    }
  }

  private void gone(LiveTask task) {
    tasks.remove(task.assignment().taskId(), task);
    tellDrained();
  }

  private void tellDrained() {
    if (tasks.isEmpty()) {
      var waiting = List.copyOf(drained);
      drained.clear();
      waiting.forEach(done -> done.complete(null));
    }
  }

  @Override
  public void received(DurableTaskResponse message) {
    switch (message.getMessageCase()) {
      case WAIT_FOR_ACK -> {
        var ref = message.getWaitForAck().getRef();
        to(ref, new TaskEvent.WaitAcked(Wire.node(ref)));
      }
      case MEMO_ACK -> memo(message.getMemoAck());
      case TRIGGER_RUNS_ACK -> {
        var ack = message.getTriggerRunsAck();
        var nodes =
            ack.getRunEntriesList().stream()
                .map(entry -> new Node(entry.getBranchId(), entry.getNodeId()))
                .toList();
        to(
            ack.getDurableTaskExternalId(),
            ack.getInvocationCount(),
            new TaskEvent.ChildrenAcked(nodes));
      }
      case ENTRY_COMPLETED -> completed(message.getEntryCompleted());
      case ERROR -> {
        var error = message.getError();
        boolean order =
            error.getErrorType() == DurableTaskErrorType.DURABLE_TASK_ERROR_TYPE_NONDETERMINISM;
        to(error.getRef(), new TaskEvent.Refused(order, error.getErrorMessage()));
      }
      case EVICTION_ACK -> {
        var ack = message.getEvictionAck();
        to(ack.getDurableTaskExternalId(), ack.getInvocationCount(), new TaskEvent.EvictionAcked());
      }
      case SERVER_EVICT -> {
        var evict = message.getServerEvict();
        to(
            evict.getDurableTaskExternalId(),
            evict.getInvocationCount(),
            new TaskEvent.ServerEvicted(isSuperseded(evict.getReason())));
      }
      default -> LOG.debug("A message of a newer engine is not understood");
    }
  }

  /** The only place where the engine says why is its text. */
  private static boolean isSuperseded(String reason) {
    return reason.contains("stale") || reason.contains("mismatch");
  }

  /** An empty payload means that nothing was stored. */
  private void memo(DurableTaskMemoAck ack) {
    boolean stored = ack.getMemoAlreadyExisted() && !ack.getMemoResultPayload().isEmpty();
    to(
        ack.getRef(),
        new TaskEvent.MemoAcked(
            Wire.node(ack.getRef()), stored ? json(ack.getMemoResultPayload()) : null));
  }

  private void completed(DurableTaskEntryCompleted entry) {
    var answer =
        entry.getIsFailure()
            ? Answer.failed(new ChildFailed(entry.getErrorMessage()))
            : Answer.of(json(entry.getPayload()));
    to(entry.getRef(), new TaskEvent.Satisfied(Wire.node(entry.getRef()), answer));
  }

  private static Json json(ByteString bytes) {
    var text = bytes.toStringUtf8();
    return text.isBlank() ? Json.NULL : new Json(text);
  }

  private void to(DurableEventLogEntryRef ref, TaskEvent event) {
    to(ref.getDurableTaskExternalId(), ref.getInvocationCount(), event);
  }

  private void to(String taskId, int invocation, TaskEvent event) {
    var task = tasks.get(taskId);
    if (task != null && task.assignment().invocation() == invocation) {
      task.on(event);
    }
  }

  @Override
  public void ready() {
    streamed.accept(null);
  }

  @Override
  public void refused(HatchetException why) {
    streamed.accept(why);
  }

  @Override
  public void lost() {
    all(new TaskEvent.StreamLost());
  }

  /** The engine no longer knows the worker. */
  void forgotten() {
    all(new TaskEvent.WorkerLost());
  }

  private void all(TaskEvent event) {
    List.copyOf(tasks.values()).forEach(task -> task.on(event));
  }

  @Override
  public List<DurableTaskWaitingEntry> waiting() {
    var entries = new ArrayList<DurableTaskWaitingEntry>();
    tasks.values().forEach(task -> entries.addAll(task.waiting()));
    return entries;
  }

  @Override
  public List<DurableTaskWaitingEntry> known() {
    var entries = new ArrayList<DurableTaskWaitingEntry>();
    tasks.values().forEach(task -> entries.addAll(task.known()));
    return entries;
  }

  /** Evicts what waits, lets the rest finish; completes when nothing is left. May be repeated. */
  CompletionStage<Void> drain() {
    draining = true;
    var done = new CompletableFuture<Void>();
    drained.add(done);
    all(new TaskEvent.DrainBegun());
    tellDrained();
    return done;
  }

  int count(Predicate<TaskState> which) {
    return (int) tasks.values().stream().map(LiveTask::state).filter(which).count();
  }

  static boolean isParked(TaskState state) {
    return state instanceof Held held && held.phase() == Held.Phase.PARKED;
  }

  static boolean isLeaving(@Nullable TaskState state) {
    return state instanceof TaskState.Evicting || state instanceof TaskState.Lingering;
  }
}
