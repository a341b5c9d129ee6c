package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.EngineVersion;
import dev.sojourn.hatchet.HatchetClient;
import dev.sojourn.hatchet.HatchetException;
import dev.sojourn.hatchet.HatchetException.Kind;
import dev.sojourn.hatchet.TaskOptions;
import dev.sojourn.hatchet.WorkflowDefinition;
import dev.sojourn.hatchet.worker.DurableRun;
import dev.sojourn.hatchet.worker.HatchetWorker;
import dev.sojourn.hatchet.worker.TaskRun.Ending;
import dev.sojourn.hatchet.worker.WorkerConfig;
import dev.sojourn.hatchet.worker.WorkerHealth;
import dev.sojourn.hatchet.worker.Workflow;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.engine.Task;
import dev.sojourn.runtime.engine.local.LocalEngine;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Route;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The working half: has the tasks of this process done that Hatchet gives to it. */
final class HatchetWork {
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final Duration COUNTED = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** Tasks that become known together are registered together, on one session. */
  private static final long LINGER_MS = 50;

  /** A lost answer costs a retry, and so does every restart of a database. */
  private static final TaskOptions OPTIONS =
      TaskOptions.forDurable()
          .withRetries(1_000, new TaskOptions.Backoff(2, Duration.ofMinutes(1)));

  private final Parts parts;
  private final Supplier<Outside> outside;
  private final Crew crew;
  private final HatchetWorker worker;
  private final Retired retired;
  private final Watch watch;
  private final Map<String, String> triggers = new ConcurrentHashMap<>();
  private final Set<String> registered = ConcurrentHashMap.newKeySet();
  private final Set<String> serving = new HashSet<>();
  private final Gathered<Task, Boolean> registrations;
  private final long counting;
  private volatile HatchetTotals totals = HatchetTotals.NONE;

  /** What it stands on. */
  record Parts(
      Vertx vertx,
      Context home,
      Database database,
      Outbox outbox,
      HatchetClient client,
      HatchetSettings settings,
      InstantSource clock,
      LocalEngine local,
      Assignments assignments) {}

  private HatchetWork(Parts parts, Supplier<Outside> outside, Crew crew, HatchetWorker worker) {
    this.parts = parts;
    this.outside = outside;
    this.crew = crew;
    this.worker = worker;
    this.registrations = new Gathered<>(parts.home(), LINGER_MS, this::register);
    this.retired = new Retired(parts, new Retirement());
    this.watch = new Watch(parts, this::replace, outside, () -> List.copyOf(registered), retired);
    this.counting = parts.vertx().setPeriodic(COUNTED.toMillis(), timer -> health());
  }

  /** A worker that is known to Hatchet and has no task yet; called at home. */
  static Future<HatchetWork> open(Parts parts, Supplier<Outside> outside) {
    HatchetSettings.Pace pace = parts.settings().pace();
    WorkerConfig config =
        WorkerConfig.named("sojourn")
            .withSlots(1, parts.settings().slots())
            .withEvictAfter(pace.evictAfter())
            .withLinger(pace.linger());
    long patienceUntil = System.nanoTime() + pace.firstContact().toNanos();
    return reached(parts, patienceUntil)
        .compose(version -> parts.database().lane())
        .compose(
            lane ->
                Stages.future(HatchetWorker.start(parts.client(), config, List.of()), parts.home())
                    .map(
                        worker -> {
                          Ledger ledger =
                              new Ledger(parts.home(), lane, parts.clock(), parts.local());
                          Crew crew =
                              new Crew(
                                  parts.vertx(),
                                  parts.home(),
                                  parts.clock(),
                                  ledger,
                                  parts.settings().slots(),
                                  pace.rest());
                          parts.assignments().manned(crew);
                          return new HatchetWork(parts, outside, crew, worker);
                        }))
        .compose(HatchetWork::handingOn);
  }

  /** Asks once a second, as long as a service may take that starts beside this one. */
  private static Future<EngineVersion> reached(Parts parts, long patienceUntil) {
    return Stages.future(parts.client().check(), parts.home())
        .recover(
            failure ->
                isAway(failure) && System.nanoTime() < patienceUntil
                    ? parts.vertx().timer(1_000).compose(later -> reached(parts, patienceUntil))
                    : Future.failedFuture(failure));
  }

  private static boolean isAway(Throwable failure) {
    return failure instanceof HatchetException known
        && (known.kind() == Kind.UNREACHABLE || known.kind() == Kind.UNANSWERED);
  }

  private Future<HatchetWork> handingOn() {
    Post post =
        new Post(
            parts.home(),
            parts.client(),
            registered::contains,
            ids -> HatchetStore.live(parts.database(), ids));
    watch.open();
    return parts
        .outbox()
        .handOn(new Route(Letters.TOPICS, true, LONGEST_WAIT, post))
        .compose(
            handing -> parts.outbox().handOn(new Route(Letters.PASSED, false, LONGEST_WAIT, post)))
        .map(this);
  }

  /** Does the runs of a task, and lets Hatchet start some by its event. */
  Future<Void> serve(Task task) {
    return registrations.ask(task).mapEmpty();
  }

  private Future<List<Boolean>> register(List<Task> tasks) {
    tasks.forEach(this::trigger);
    List<String> names = tasks.stream().map(Task::name).toList();
    names.forEach(retired::remove);
    return served(names)
        .map(
            served -> {
              registered.addAll(names);
              return Collections.nCopies(tasks.size(), true);
            });
  }

  private Future<Void> served(List<String> taskNames) {
    return Stages.future(
            worker.serve(taskNames.stream().map(this::workflow).toList()), parts.home())
        .onSuccess(served -> serving.addAll(taskNames));
  }

  private void trigger(Task task) {
    String event = task.trigger();
    if (event == null) {
      triggers.remove(task.name());
    } else {
      triggers.put(task.name(), event);
    }
  }

  private Workflow workflow(String taskName) {
    return Workflow.durable(Ticket.workflow(taskName), run -> body(taskName, run))
        .defined(definition(taskName));
  }

  private WorkflowDefinition definition(String taskName) {
    String event = triggers.get(taskName);
    return WorkflowDefinition.of(Ticket.workflow(taskName), OPTIONS)
        .onEvents(event == null ? List.of() : List.of(event));
  }

  /**
   * Nothing starts runs of a task any more, whether it is served here or not. Hatchet's runs of it
   * are done while there are any.
   */
  Future<Void> retire(String taskName) {
    triggers.remove(taskName);
    registered.remove(taskName);
    return retired.add(taskName);
  }

  /** The worker as it does what is left of retired tasks. */
  private final class Retirement implements Retired.Worker {
    @Override
    public WorkflowDefinition definition(String taskName) {
      return HatchetWork.this.definition(taskName);
    }

    @Override
    public boolean serves(String taskName) {
      return serving.contains(taskName);
    }

    @Override
    public Future<Void> serve(List<String> taskNames) {
      return served(taskNames);
    }

    @Override
    public Future<Void> forget(List<String> taskNames) {
      taskNames.forEach(serving::remove);
      return Stages.future(
          worker.forget(taskNames.stream().map(Ticket::workflow).toList()), parts.home());
    }
  }

  private CompletionStage<Map<String, Object>> body(String taskName, DurableRun run) {
    Optional<String> event = run.eventId();
    if (event.isPresent()) {
      return pushed(taskName, run, event.get());
    }
    Optional<Ticket> ticket = Ticket.of(run.input());
    if (ticket.isEmpty()) {
      return ignored("it names no run; journeys are entered by events");
    }
    Ticket found = ticket.get();
    return new Invocation(crew, this::replace, found, run)
        .begin(
            ending -> {
              if (ending == Ending.CANCELLED) {
                watch.cancelled(found.runId(), UUID.fromString(run.runId()));
              }
            });
  }

  /** What matches a trigger in Hatchet need not be its event: {@code _} stands for any letter. */
  private CompletionStage<Map<String, Object>> pushed(
      String taskName, DurableRun run, String eventId) {
    String key = run.eventKey().orElse("");
    if (run.metadata().containsKey(Ticket.MARK)) {
      return ignored("this service pushed the event itself");
    }
    if (!key.equals(triggers.get(taskName))) {
      return ignored("event '" + key + "' does not enrol");
    }
    return outside.get().pushed(eventId, key, run.input().text()).toCompletionStage();
  }

  private static CompletionStage<Map<String, Object>> ignored(String why) {
    return CompletableFuture.completedFuture(Map.of("status", "ignored", "reason", why));
  }

  /** Gives a run to a fresh run of Hatchet; false if another has it, or nobody may now. */
  Future<Boolean> replace(Ticket ticket, @Nullable UUID by) {
    Ticket next = new Ticket(ticket.taskName(), ticket.runId(), ticket.chain() + 1);
    return parts
        .database()
        .transaction(
            tx ->
                HatchetStore.replace(tx, ticket, by)
                    .compose(
                        done ->
                            done
                                ? parts
                                    .outbox()
                                    .add(tx, List.of(parts.assignments().letters().start(next)))
                                    .map(true)
                                : Future.succeededFuture(false)));
  }

  /** How many tasks are registered. */
  int tasks() {
    return registered.size();
  }

  HatchetTotals totals() {
    return totals;
  }

  /** Why Hatchet gives this process nothing; empty if it does. */
  Future<String> trouble() {
    return health().map(HatchetWork::troubleOf);
  }

  private static String troubleOf(WorkerHealth health) {
    if (!health.refusal().isEmpty()) {
      return "Hatchet does not serve the worker: " + health.refusal();
    }
    return health.isUp() || health.sessions().isEmpty()
        ? ""
        : "Hatchet has not confirmed the worker's last heartbeats";
  }

  private Future<WorkerHealth> health() {
    return Stages.future(worker.health(), parts.home()).onSuccess(this::counted);
  }

  private void counted(WorkerHealth health) {
    WorkerHealth.Totals all = health.totals();
    totals =
        new HatchetTotals(
            all.invocations(), all.parks(), all.evictions(), all.restores(), all.reconnects());
  }

  /** Nothing is kept in memory from now on. */
  Future<Void> leave() {
    crew.leave();
    watch.close();
    parts.vertx().cancelTimer(counting);
    return Future.succeededFuture();
  }

  /** Leaves Hatchet in good order; what waits is evicted, and goes on with another worker. */
  Future<Void> close() {
    return Stages.future(worker.drain(DRAIN), parts.home())
        .transform(drained -> crew.ledger().close());
  }
}
