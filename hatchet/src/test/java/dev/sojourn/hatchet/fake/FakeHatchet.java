package dev.sojourn.hatchet.fake;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Hatchet engine in this process, on two loopback ports. Its state outlives {@link #stop} and
 * {@link #start}, as a database would. Safe for use by any thread.
 *
 * <p>Its time goes on with the machine's, and {@link #move} and {@link #pass} bring it further. A
 * worker lives as long as its stream, unless the settings say that heartbeats count.
 */
public final class FakeHatchet implements AutoCloseable {
  /** How long looks wait for a state, in the machine's time. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Engine engine;
  private final FakeToken token;
  private final CallGuard guard;
  private @Nullable Server grpc;
  private @Nullable RestEdge rest;
  private int grpcPort;
  private int restPort;

  private FakeHatchet(FakeSettings settings) {
    this.engine = new Engine(settings);
    this.token = new FakeToken();
    this.guard = new CallGuard(token, engine.state.faults);
  }

  /** One with the usual settings and seed 1, listening. */
  public static FakeHatchet open() {
    return open(FakeSettings.usual());
  }

  /** One that is not as usual, listening. */
  public static FakeHatchet open(FakeSettings settings) {
    FakeHatchet fake = new FakeHatchet(settings);
    fake.start();
    return fake;
  }

  /** Listens again, on the same ports; the state is as it was. */
  public void start() {
    RestEdge restEdge = RestEdge.start(engine, token, restPort);
    rest = restEdge;
    restPort = restEdge.port();
    try {
      Server server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), grpcPort),
                  engine.state.settings.credentials())
              .directExecutor()
              .permitKeepAliveTime(5, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .intercept(guard)
              .addService(new DispatcherEdge(engine))
              .addService(new DurableEdge(engine))
              .addService(new AdminEdge(engine))
              .addService(new WorkflowEdge(engine))
              .addService(new EventsEdge(engine))
              .build()
              .start();
      grpc = server;
      grpcPort = server.getPort();
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
    token.at(serverUrl(), hostPort());
  }

  /** Ends the ports and breaks the streams, as a process that dies; the state is kept. */
  public void stop() {
    engine.loop.call(
        () -> {
          engine.breakOff();
          return true;
        });
    if (grpc != null) {
      grpc.shutdownNow();
      try {
        grpc.awaitTermination(10, TimeUnit.SECONDS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    if (rest != null) {
      rest.close();
    }
  }

  /** Dies and comes back. */
  public void restart() {
    stop();
    start();
  }

  /** Where its gRPC port is, as {@code 127.0.0.1:port}. */
  public String hostPort() {
    return "127.0.0.1:" + grpcPort;
  }

  /** The base of its REST paths. */
  public String serverUrl() {
    return "http://127.0.0.1:" + restPort;
  }

  /** A token that it takes, with the claims of a real one. */
  public String token() {
    return token.text();
  }

  /** The tenant of the token. */
  public String tenantId() {
    return Actions.TENANT;
  }

  /** The variables by which any client finds it. */
  public Map<String, String> environment() {
    return Map.of(
        "HATCHET_CLIENT_TOKEN", token(),
        "HATCHET_CLIENT_TLS_STRATEGY", "none",
        "HATCHET_CLIENT_HOST_PORT", hostPort(),
        "HATCHET_CLIENT_SERVER_URL", serverUrl(),
        "HATCHET_CLIENT_API_URL", serverUrl());
  }

  /** Its idea of now. */
  public Clock clock() {
    return engine.state.clock;
  }

  /** What goes wrong. */
  public Faults faults() {
    return engine.state.faults;
  }

  /** How often a method was called, as {@code EventsService/Push}. */
  public int calls(String method) {
    return guard.count(method);
  }

  /**
   * Brings time on; what falls due happens in its order, without waiting for workers in between.
   */
  public void move(Duration by) {
    Instant target = engine.state.now().plus(by);
    while (engine.loop.call(() -> step(target))) {
      // Each step is one piece of work on the loop, so that watchers see the states between.
    }
  }

  /**
   * Brings time on and, before each thing that falls due and at the end, lets the workers come to
   * rest.
   */
  public void pass(Duration by) {
    Instant target = engine.state.now().plus(by);
    boolean isOn = true;
    while (isOn) {
      settle();
      isOn = engine.loop.call(() -> step(target));
    }
    settle();
  }

  private boolean step(Instant target) {
    Instant next = engine.state.timers.next().filter(due -> !due.isAfter(target)).orElse(null);
    engine.state.clock.moveTo(next == null ? target : next);
    return engine.state.timers.runOne(engine.state.now()) || next != null;
  }

  /**
   * Waits until no run is under way: each is over, evicted, parked on an open wait, or without a
   * worker that takes it.
   *
   * @throws AssertionError after 20 s
   */
  public void settle() {
    await(
        "the workers come to rest",
        () -> engine.state.runs.values().stream().noneMatch(FakeHatchet::isBusy));
  }

  private static boolean isBusy(Run run) {
    if (run.state != RunState.RUNNING) {
      return false;
    }
    List<Node> nodes = run.log.nodes();
    long reached = run.log.nextId() - 1;
    boolean isParked =
        reached > 0
            && nodes.get((int) reached - 1).kind != Node.Kind.MEMO
            && nodes.stream().anyMatch(node -> node.id <= reached && !node.isSatisfied);
    return !isParked;
  }

  /** The run of that id, or nothing. */
  public Optional<RunView> run(String id) {
    return engine.loop.call(() -> Optional.ofNullable(engine.state.runs.get(id)).map(RunView::of));
  }

  /** All runs, oldest first. */
  public List<RunView> runs() {
    return engine.loop.call(() -> engine.state.runs.values().stream().map(RunView::of).toList());
  }

  /** All registrations of workers, oldest first. */
  public List<WorkerView> workers() {
    return engine.loop.call(() -> engine.workers.all().stream().map(WorkerView::of).toList());
  }

  /** All events, oldest first. */
  public List<EventView> events() {
    return engine.loop.call(() -> engine.events.all().stream().map(EventView::of).toList());
  }

  /** How many runs wait for a worker. */
  public int queued() {
    return engine.loop.call(engine.assignments::queued);
  }

  /**
   * Waits until the run is as asked, up to 20 s of the machine's time.
   *
   * @throws AssertionError saying how the run is instead
   */
  public RunView awaitRun(String id, Predicate<RunView> state) {
    boolean isReached =
        engine.loop.reaches(
            () -> engine.state.runs.containsKey(id) && state.test(RunView.of(engine.state.run(id))),
            PATIENCE);
    RunView view = run(id).orElse(null);
    if (!isReached || view == null) {
      throw new AssertionError(
          "run '" + id + "' did not get there within " + PATIENCE + ": " + view);
    }
    return view;
  }

  /** Waits until the run is in that state. */
  public RunView awaitRun(String id, RunState state) {
    return awaitRun(id, run -> run.state() == state);
  }

  /**
   * Waits until that holds, up to 20 s of the machine's time. The condition is asked on the
   * engine's loop: it must not call this class.
   */
  void await(String what, BooleanSupplier condition) {
    if (!engine.loop.reaches(condition, PATIENCE)) {
      throw new AssertionError(
          "waited " + PATIENCE + " in vain: " + what + "; under way: " + underWay());
    }
  }

  private List<RunView> underWay() {
    return runs().stream().filter(run -> !run.state().isDone()).toList();
  }

  /** Waits until that many workers listen and have sent a heartbeat. */
  public void awaitWorkers(int count) {
    await(
        count + " workers",
        () ->
            engine.workers.all().stream()
                    .filter(
                        worker ->
                            !worker.isGone && worker.isListening() && worker.heartbeatAt != null)
                    .count()
                == count);
  }

  /** Ends the worker's streams of assignments from the engine's side; it may come back. */
  public void killStream(String workerId) {
    onLoop(
        () -> {
          Worker worker = engine.workers.get(workerId);
          List<Worker.Session> sessions = List.copyOf(worker.sessions);
          sessions.forEach(session -> engine.workers.stoppedListening(worker, session));
          sessions.forEach(Worker.Session::end);
        });
  }

  /** Ends the worker's durable stream from the engine's side. */
  public void killDurableStream(String workerId) {
    onLoop(() -> engine.hangUp(workerId));
  }

  /** From now on the engine hears no heartbeat of the worker, as if it had stopped. */
  public void silence(String workerId) {
    onLoop(() -> engine.workers.silence(engine.workers.get(workerId)));
  }

  /**
   * The engine forgets the worker: its heartbeats meet {@code NOT_FOUND}, its runs go to others.
   */
  public void forget(String workerId) {
    onLoop(
        () -> {
          Worker worker = engine.workers.get(workerId);
          engine.workers.forget(worker);
          engine.assignments.heldBy(worker).forEach(engine.lifecycle::takeAway);
        });
  }

  /**
   * Takes the run from its worker, which is not told, and queues it: what a silence of 30 s leads
   * to.
   */
  public void reassign(String runId) {
    onLoop(() -> engine.lifecycle.takeAway(engine.state.run(runId)));
  }

  private void onLoop(Runnable work) {
    engine.loop.call(
        () -> {
          work.run();
          return true;
        });
  }

  /** Ends it for good. */
  @Override
  public void close() {
    stop();
    engine.loop.close();
  }
}
