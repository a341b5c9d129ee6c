package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.wire.DurableTaskRequest;
import dev.sojourn.hatchet.wire.DurableTaskWaitingEntry;
import dev.sojourn.hatchet.worker.TaskRun.Ending;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a task: feeds its state with what happens and does what the state answers. Used
 * on the loop only; the body runs elsewhere.
 */
final class LiveTask {
  private static final Duration ACK_LIMIT = Duration.ofSeconds(60);
  private static final Duration EVICTION_LIMIT = Duration.ofSeconds(30);

  private final Workshop shop;
  private final DurableStream stream;
  private final Consumer<LiveTask> gone;
  private final Reports reports;
  private final Wire wire;
  private final Map<Integer, LiveRun.Promise> promises = new HashMap<>();
  private Assignment assignment;
  private TaskState state;
  private @Nullable Serial serial;
  private @Nullable CompletableFuture<Ending> ended;
  private @Nullable Future<?> grace;
  private @Nullable Future<?> limit;
  private @Nullable Node last;

  /**
   * An invocation that has not begun.
   *
   * @param gone called once, when nothing of it is left
   */
  LiveTask(
      Workshop shop,
      DurableStream stream,
      Assignment assignment,
      TaskState begun,
      Consumer<LiveTask> gone) {
    this.shop = shop;
    this.stream = stream;
    this.assignment = assignment;
    this.gone = gone;
    this.reports = new Reports(shop, assignment.stripped());
    this.wire = new Wire(shop.link().config().namespace(), UUID::randomUUID, assignment.head());
    this.state = begun;
  }

  Assignment assignment() {
    return assignment;
  }

  TaskState state() {
    return state;
  }

  /** Starts the body; for a retry of a durable task the engine's memory is refreshed first. */
  void begin(Workflow.Body body) {
    shop.counts().invocations.increment();
    if (assignment.invocation() > 1) {
      shop.counts().resumed.increment();
    }
    boolean durable = body instanceof Workflow.DurableBody;
    if (durable && assignment.retryCount() > 0) {
      perform(new TaskEffect.RefreshCache());
    }
    reports.started();
    var pieces =
        new Serial(
            durable ? shop.durable() : shop.ordinary(),
            handled -> shop.loop().execute(() -> on(new TaskEvent.Rested(handled))));
    var end = new CompletableFuture<Ending>();
    var run =
        new LiveRun(
            assignment,
            () -> shop.link().clock().instant(),
            promise -> shop.loop().execute(() -> ask(promise)),
            end);
    serial = pieces;
    ended = end;
    pieces.execute(
        () -> later(Bodies.run(body, run), outcome -> on(new TaskEvent.Returned(outcome))));
  }

  /** Reports a failure of a task that nobody here can do. */
  void refuse(String why) {
    perform(new TaskEffect.Report(new Outcome.Failed(why, true)));
    state = new TaskState.Reporting(Ending.REPORTED);
  }

  private <T> void later(CompletionStage<T> stage, Consumer<T> then) {
    var unused = stage.thenAccept(value -> shop.loop().execute(() -> then.accept(value)));
  }

  private void ask(LiveRun.Promise promise) {
    if (serial != null) {
      promises.put(promise.operation().id(), promise);
      on(new TaskEvent.Asked(promise.operation()));
    }
  }

  void on(TaskEvent event) {
    if (state instanceof TaskState.Gone) {
      return;
    }
    remember(event);
    var step = state.on(event);
    state = step.next();
    step.effects().forEach(this::perform);
    if (state instanceof TaskState.Gone) {
      cancel(grace);
      cancel(limit);
      gone.accept(this);
    }
  }

  private void remember(TaskEvent event) {
    if (event instanceof TaskEvent.WaitAcked wait) {
      reached(wait.node());
    } else if (event instanceof TaskEvent.MemoAcked memo) {
      reached(memo.node());
    } else if (event instanceof TaskEvent.ChildrenAcked children) {
      children.nodes().forEach(this::reached);
    }
  }

  /** A child that was started before keeps the node it has, which is not the last one. */
  private void reached(Node node) {
    if (last == null || node.id() > last.id()) {
      last = node;
    }
  }

  private static void cancel(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void perform(TaskEffect effect) {
    if (effect instanceof TaskEffect.Send send) {
      send(send.operation());
    } else if (effect instanceof TaskEffect.Settle settle) {
      settle(settle.operation(), settle.index(), settle.answer());
    } else if (effect instanceof TaskEffect.Compute compute) {
      compute(compute.memo(), compute.node());
    } else if (effect instanceof TaskEffect.StoreMemo store) {
      write(wire.completedMemo(store.memo(), store.node(), store.value()), () -> {});
    } else if (effect instanceof TaskEffect.ArmGrace arm) {
      shop.counts().parks.increment();
      cancel(grace);
      grace = after(shop.config().evictAfter(), new TaskEvent.GraceOver(arm.parking()));
    } else if (effect instanceof TaskEffect.Evict evict) {
      evict(evict.parking());
    } else if (effect instanceof TaskEffect.Linger) {
      grace = after(shop.config().linger(), new TaskEvent.LingerOver());
    } else if (effect instanceof TaskEffect.End end) {
      end(end.ending());
    } else {
      call(effect);
    }
  }

  private void call(TaskEffect effect) {
    if (effect instanceof TaskEffect.RefreshCache) {
      later(reports.refreshed(), done -> on(new TaskEvent.CacheRefreshed()));
    } else if (effect instanceof TaskEffect.Verify) {
      later(reports.isEvicted(), evicted -> on(new TaskEvent.Verified(evicted)));
    } else if (effect instanceof TaskEffect.Restore) {
      shop.counts().restores.increment();
      reports.restore();
    } else if (effect instanceof TaskEffect.Report report) {
      (report.outcome() instanceof Outcome.Completed
              ? shop.counts().completed
              : shop.counts().failed)
          .increment();
      later(
          reports.outcome(report.outcome()).handle((answer, failure) -> true),
          done -> on(new TaskEvent.ReportTaken()));
    } else {
      throw new AssertionError(effect);
    }
  }

  /** A message that is too long would end the stream for all tasks, so it ends this one. */
  private void send(Operation operation) {
    var request = wire.request(operation);
    if (isTooLong(request)) {
      var failed = new Outcome.Failed("an operation is too long for a message", false);
      shop.loop().execute(() -> on(new TaskEvent.Returned(failed)));
      return;
    }
    write(request, () -> limit(ACK_LIMIT, new TaskEvent.AckOverdue(operation.id())));
  }

  private boolean isTooLong(DurableTaskRequest request) {
    return request.getSerializedSize() > shop.link().config().calls().maxSendBytes();
  }

  /** The engine evicts whatever invocation is there, so a late request must not be sent. */
  private void evict(int parking) {
    stream.send(
        new DurableStream.Outgoing(
            wire.eviction("waits"),
            () -> state instanceof TaskState.Evicting,
            () -> limit(EVICTION_LIMIT, new TaskEvent.EvictionOverdue(parking))));
  }

  private void write(DurableTaskRequest request, Runnable written) {
    stream.send(
        new DurableStream.Outgoing(request, () -> !(state instanceof TaskState.Gone), written));
  }

  /** One request at a time is unacknowledged, so one limit is enough. */
  private void limit(Duration wait, TaskEvent overdue) {
    cancel(limit);
    limit = after(wait, overdue);
  }

  private Future<?> after(Duration wait, TaskEvent event) {
    return shop.loop().after(wait, () -> on(event));
  }

  private void settle(int operation, int index, Answer answer) {
    var promise = promises.get(operation);
    if (promise == null || serial == null) {
      return;
    }
    var owed = promise.answers().get(index);
    var failure = answer.failure();
    serial.execute(
        () -> {
          boolean unused =
              failure == null ? owed.complete(answer.value()) : owed.completeExceptionally(failure);
        });
    if (promise.answers().size() == 1) {
      promises.remove(operation);
    }
  }

  private void compute(Operation.Memo memo, Node node) {
    var promise = promises.get(memo.id());
    if (promise == null || promise.work() == null || serial == null) {
      return;
    }
    var work = promise.work();
    serial.execute(
        () ->
            later(
                Bodies.compute(work),
                answer -> on(new TaskEvent.Computed(memo, node, recordable(memo, node, answer)))));
  }

  private Answer recordable(Operation.Memo memo, Node node, Answer answer) {
    return isTooLong(wire.completedMemo(memo, node, answer.value()))
        ? Answer.failed(new FinalFailure("memo '" + memo.key() + "' is too long for a message"))
        : answer;
  }

  /** Lets go of the body, so that an evicted task holds no memory. */
  private void end(Ending ending) {
    if (ending == Ending.EVICTED) {
      shop.counts().evictions.increment();
    }
    if (serial != null && ended != null) {
      var end = ended;
      serial.execute(() -> end.complete(ending));
    }
    promises.clear();
    assignment = assignment.stripped();
    serial = null;
    ended = null;
  }

  List<DurableTaskWaitingEntry> waiting() {
    return state.waiting().stream().map(this::entry).toList();
  }

  /** All nodes that the invocation has reached. */
  List<DurableTaskWaitingEntry> known() {
    var reached = last;
    return reached == null
        ? List.of()
        : LongStream.rangeClosed(1, reached.id())
            .mapToObj(id -> entry(new Node(reached.branch(), id)))
            .toList();
  }

  private DurableTaskWaitingEntry entry(Node node) {
    return DurableTaskWaitingEntry.newBuilder()
        .setDurableTaskExternalId(assignment.taskId())
        .setInvocationCount(assignment.invocation())
        .setBranchId(node.branch())
        .setNodeId(node.id())
        .build();
  }
}
