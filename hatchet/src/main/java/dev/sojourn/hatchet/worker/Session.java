package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.HatchetException;
import dev.sojourn.hatchet.HatchetException.Kind;
import dev.sojourn.hatchet.Retry;
import dev.sojourn.hatchet.Stamps;
import dev.sojourn.hatchet.wire.AssignedAction;
import dev.sojourn.hatchet.wire.DispatcherGrpc;
import dev.sojourn.hatchet.wire.HeartbeatRequest;
import dev.sojourn.hatchet.wire.RuntimeInfo;
import dev.sojourn.hatchet.wire.WorkerLabels;
import dev.sojourn.hatchet.wire.WorkerListenRequest;
import dev.sojourn.hatchet.wire.WorkerRegisterRequest;
import dev.sojourn.hatchet.wire.WorkerUnsubscribeRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One worker to the engine: a set of actions, fixed for its life, its listening stream and its
 * heartbeat. Used on the loop only.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final Duration BEAT = Duration.ofSeconds(4);
  private static final Duration BEAT_SOON = Duration.ofMillis(500);
  private static final Duration PAUSE_LIMIT = Duration.ofSeconds(2);
  private static final Duration FIRST_LIMIT = Duration.ofSeconds(45);
  private static final int LONGEST_PAUSE_MILLIS = 5_000;
  private static final int FIRST_PAUSE_MILLIS = 250;

  private final Workshop shop;
  private final Set<String> actions;
  private final SessionTasks tasks;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private Connection connection = new Connection.Registering(true, 0, false);
  private String workerId = "";
  private @Nullable Incoming<WorkerListenRequest, AssignedAction> stream;
  private @Nullable Future<?> beats;
  private @Nullable CompletableFuture<Integer> leaving;
  private boolean left;
  private String refusal = "";

  /**
   * A session that is not begun.
   *
   * @param actions what it announces, with the namespace, in lower case
   */
  Session(Workshop shop, Set<String> actions, Map<String, Workflow.Body> bodies) {
    this.shop = shop;
    this.actions = Set.copyOf(actions);
    this.tasks = new SessionTasks(shop, bodies, this::streamed);
  }

  Set<String> actions() {
    return actions;
  }

  /**
   * Begins; completes when the engine has confirmed both streams, or fails as the engine turned
   * either down.
   */
  CompletionStage<Void> begin() {
    take(Connection.begun());
    var unused = shop.loop().after(FIRST_LIMIT, () -> begun.completeExceptionally(silence()));
    return begun;
  }

  private HatchetException silence() {
    return new HatchetException(
        Kind.UNANSWERED,
        "worker '%s' hears nothing from the engine at '%s' after %d s%s; look into the engine's log"
            .formatted(
                shop.config().name(),
                shop.link().config().address(),
                FIRST_LIMIT.toSeconds(),
                refusal.isEmpty() ? "" : " (" + refusal + ")"));
  }

  private void on(Connection.Event event) {
    if (!left) {
      take(connection.on(event));
    }
  }

  private void take(Connection.Step step) {
    connection = step.next();
    step.effects().forEach(this::perform);
  }

  private void perform(Connection.Effect effect) {
    if (effect instanceof Connection.Effect.Register) {
      register();
    } else if (effect instanceof Connection.Effect.Listen listen) {
      listen(listen.workerId());
    } else if (effect instanceof Connection.Effect.Unlisten) {
      unlisten();
    } else if (effect instanceof Connection.Effect.BeatSoon) {
      var listening = stream;
      var unused = shop.loop().after(BEAT_SOON, () -> beat(listening));
    } else if (effect instanceof Connection.Effect.Reconnect) {
      shop.link().reconnect();
      tasks.stream().reconnect();
    } else if (effect instanceof Connection.Effect.Pause pause) {
      var unused =
          shop.loop().after(pause(pause.failures()), () -> on(new Connection.Event.PauseOver()));
    } else if (effect instanceof Connection.Effect.Up) {
      LOG.info("Worker {} listens for {}", workerId, actions);
      confirmed();
    } else if (effect instanceof Connection.Effect.Forget) {
      LOG.warn("The engine does not know worker {} any more; it registers anew", workerId);
      tasks.stream().close();
      tasks.forgotten();
    } else if (effect instanceof Connection.Effect.GiveUp giveUp) {
      begun.completeExceptionally(giveUp.failure());
    } else {
      throw new AssertionError(effect);
    }
  }

  private Duration pause(int failures) {
    int longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
    return Duration.ofMillis(shop.link().random().nextInt(FIRST_PAUSE_MILLIS / 2, longest + 1));
  }

  private void register() {
    var config = shop.config();
    var request =
        WorkerRegisterRequest.newBuilder()
            .setWorkerName(shop.link().config().namespace().apply(config.name()))
            .addServices("default")
            .addAllActions(actions.stream().sorted().toList())
            .setRuntimeInfo(
                RuntimeInfo.newBuilder()
                    .setLanguageVersion("java " + Runtime.version().feature())
                    .setOs(System.getProperty("os.name", ""))
                    .setExtra("sojourn-hatchet"));
    if (config.slots() > 0) {
      request.putSlotConfig("default", config.slots());
    }
    if (config.durableSlots() > 0) {
      request.putSlotConfig("durable", config.durableSlots());
    }
    config
        .labels()
        .forEach(
            (name, value) ->
                request.putLabels(name, WorkerLabels.newBuilder().setStrValue(value).build()));
    var unused =
        shop.link()
            .call(DispatcherGrpc.getRegisterMethod(), request.build(), Retry.ONCE)
            .whenComplete(
                (answer, failure) ->
                    shop.loop()
                        .execute(
                            () -> {
                              if (failure == null) {
                                registered(answer.getWorkerId());
                              } else {
                                notRegistered(known(failure));
                              }
                            }));
  }

  private void registered(String id) {
    if (left) {
      return;
    }
    workerId = id;
    refusal = "";
    tasks.stream().open(id);
    on(new Connection.Event.Registered(id));
  }

  private void notRegistered(HatchetException failure) {
    on(new Connection.Event.RegisterFailed(failure));
    refused(failure);
  }

  /** The durable stream is up, or ended before it was. */
  private void streamed(@Nullable HatchetException failure) {
    if (failure == null) {
      refusal = "";
      confirmed();
      return;
    }
    if (!failure.kind().passes()) {
      begun.completeExceptionally(failure);
    }
    refused(failure);
  }

  private void confirmed() {
    if (connection.isUp() && tasks.stream().isReady()) {
      begun.complete(null);
    }
  }

  /** Says once why it tries again; why it gives up is said by whoever began it. */
  private void refused(HatchetException failure) {
    var why = String.valueOf(failure.getMessage());
    if (!left && !begun.isCompletedExceptionally() && !why.equals(refusal)) {
      refusal = why;
      LOG.warn(
          "Worker '{}' is not connected, which is tried again until it is: {}",
          shop.config().name(),
          why);
    }
  }

  private static HatchetException known(Throwable failure) {
    return failure instanceof HatchetException e
        ? e
        : new HatchetException(Kind.ENGINE, String.valueOf(failure.getMessage()), failure);
  }

  private void listen(String id) {
    unlisten();
    var made =
        new Incoming<WorkerListenRequest, AssignedAction>(
            shop.loop(), action -> tasks.assigned(action, id), this::ended);
    stream = made;
    shop.link().hurry();
    DispatcherGrpc.newStub(shop.link().channel())
        .listenV2(WorkerListenRequest.newBuilder().setWorkerId(id).build(), made);
    beats = shop.loop().every(BEAT, () -> beat(made));
    beat(made);
  }

  private void ended(@Nullable Throwable failure) {
    shop.counts().reconnects.increment();
    var why = shop.link().failure("ListenV2", failure, connection.isUp());
    LOG.atLevel(connection.isUp() ? Level.WARN : Level.DEBUG).log("{}", why.getMessage());
    on(new Connection.Event.StreamEnded(why.kind()));
  }

  private void unlisten() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
    if (beats != null) {
      beats.cancel(false);
      beats = null;
    }
  }

  private void beat(@Nullable Incoming<WorkerListenRequest, AssignedAction> listening) {
    if (listening == null || listening != stream) {
      return;
    }
    var id = workerId;
    var request =
        HeartbeatRequest.newBuilder()
            .setWorkerId(id)
            .setHeartbeatAt(Stamps.of(shop.link().clock().instant()))
            .build();
    var unused =
        shop.link()
            .call(DispatcherGrpc.getHeartbeatMethod(), request, Retry.ONCE)
            .handle(
                (answer, failure) ->
                    failure == null
                        ? new Connection.Event.BeatTaken()
                        : new Connection.Event.BeatFailed(known(failure).kind()))
            .thenAccept(event -> shop.loop().execute(() -> beaten(listening, id, event)));
  }

  /** An answer counts while its stream is the present one; that the worker is unknown, always. */
  private void beaten(
      Incoming<WorkerListenRequest, AssignedAction> listening, String id, Connection.Event event) {
    boolean unknown =
        event instanceof Connection.Event.BeatFailed failed && failed.kind() == Kind.NOT_FOUND;
    if (listening == stream || (unknown && id.equals(workerId))) {
      on(event);
    }
  }

  /**
   * Evicts what waits, has REST say that no further tasks come, lets the rest finish, and leaves;
   * after a limit it leaves whatever is left. A second call can only make that sooner.
   *
   * @return tasks that were left behind
   */
  CompletionStage<Integer> leave(Duration limit) {
    var begun = leaving;
    if (begun != null) {
      var unusedSooner = shop.loop().after(limit, () -> quit(begun));
      return begun;
    }
    var result = new CompletableFuture<Integer>();
    leaving = result;
    var unusedFirst = tasks.drain();
    var settled = new CompletableFuture<Void>();
    if (workerId.isEmpty()) {
      settled.complete(null);
    } else {
      var unusedPause =
          shop.client()
              .workers()
              .pause(workerId)
              .whenComplete((done, failure) -> shop.loop().execute(() -> settled.complete(null)));
    }
    var unusedSettled = shop.loop().after(PAUSE_LIMIT, () -> settled.complete(null));
    var unusedDrained = settled.thenCompose(done -> tasks.drain()).thenAccept(done -> quit(result));
    var unusedLimit = shop.loop().after(limit, () -> quit(result));
    return result;
  }

  private void quit(CompletableFuture<Integer> result) {
    if (left) {
      return;
    }
    int behind = tasks.count(state -> !(state instanceof TaskState.Lingering));
    left = true;
    var unused =
        unsubscribed()
            .whenComplete(
                (done, failure) ->
                    shop.loop()
                        .execute(
                            () -> {
                              close();
                              result.complete(behind);
                            }));
  }

  private CompletionStage<?> unsubscribed() {
    return workerId.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : shop.link()
            .call(
                DispatcherGrpc.getUnsubscribeMethod(),
                WorkerUnsubscribeRequest.newBuilder().setWorkerId(workerId).build(),
                Retry.ONCE);
  }

  /** Cuts both streams. */
  void close() {
    left = true;
    unlisten();
    tasks.stream().close();
  }

  /**
   * Why the engine has not registered it or opened its durable stream, while that is tried again;
   * empty if nothing failed.
   */
  String refusal() {
    return refusal;
  }

  WorkerHealth.Session health() {
    int parked = tasks.count(SessionTasks::isParked);
    int leaving = tasks.count(SessionTasks::isLeaving);
    return new WorkerHealth.Session(
        workerId,
        actions,
        connection.isUp(),
        tasks.stream().isReady(),
        tasks.count(state -> true) - parked - leaving,
        parked,
        leaving);
  }
}
