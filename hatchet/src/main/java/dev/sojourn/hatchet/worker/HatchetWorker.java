package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.HatchetClient;
import dev.sojourn.hatchet.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Does the tasks of workflows. It may be given more workflows while it runs.
 *
 * <p>The engine fixes the actions of a worker when it registers. So workflows whose action is new
 * open a further session beside those that run, which costs a heartbeat and two streams, and one
 * whose workflows are forgotten is followed by another without them; workflows that share an action
 * with one that is served ({@link dev.sojourn.hatchet.WorkflowDefinition#withAction}) cost nothing,
 * and are all done by the code that was served last.
 *
 * <p>A started worker keeps the program alive until it is closed. {@code
 * Runtime.getRuntime().addShutdownHook(new Thread(worker::close))} has it leave in good order.
 */
public final class HatchetWorker implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final Workshop shop;
  private final List<ExecutorService> own;
  private final Map<String, Workflow.Body> bodies = new ConcurrentHashMap<>();
  private final Map<String, Workflow> served = new ConcurrentHashMap<>();
  private final List<Session> sessions = new ArrayList<>();
  private final Set<Session> followed = new HashSet<>();

  private HatchetWorker(HatchetClient client, WorkerConfig config) {
    var given = config.executor();
    int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
    this.own =
        given != null
            ? List.of()
            : List.of(
                Executors.newFixedThreadPool(processors, named(config.name() + "-durable")),
                Executors.newCachedThreadPool(named(config.name() + "-task")));
    Link link = client.link().sibling();
    this.shop =
        new Workshop(
            client,
            link,
            new Loop(config.name()),
            given != null ? given : own.get(0),
            given != null ? given : own.get(1),
            config,
            new Counts());
  }

  private static ThreadFactory named(String name) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, "hatchet-" + name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Starts a worker: registers it, opens its streams, and then puts the definitions, so that the
   * first run finds somebody.
   *
   * @param workflows what it does; may be empty, to be given some later
   * @return the worker once the engine has confirmed it, or why the engine refused it
   */
  public static CompletionStage<HatchetWorker> start(
      HatchetClient client, WorkerConfig config, List<Workflow> workflows) {
    var worker = new HatchetWorker(client, config);
    return worker
        .serve(workflows)
        .thenApply(done -> worker)
        .whenComplete(
            (started, failure) -> {
              if (failure != null) {
                worker.cut();
              }
            });
  }

  /**
   * Does the tasks of these workflows too, or does them in another way from the next invocation on.
   * Runs in flight replay against the new code.
   *
   * @return when the engine has the workers and the definitions
   */
  public CompletionStage<Void> serve(List<Workflow> workflows) {
    return onLoop(() -> announce(workflows))
        .thenCompose(stage -> stage)
        .thenCompose(done -> each(workflows, this::define));
  }

  private CompletionStage<Void> announce(List<Workflow> workflows) {
    for (var workflow : workflows) {
      served.put(workflow.definition().name(), workflow);
      bodies.put(action(workflow), workflow.body());
    }
    var announced =
        sessions.stream()
            .filter(session -> !followed.contains(session))
            .flatMap(session -> session.actions().stream())
            .collect(Collectors.toSet());
    Set<String> fresh =
        workflows.stream()
            .map(this::action)
            .filter(action -> !announced.contains(action))
            .collect(Collectors.toSet());
    return open(fresh);
  }

  private CompletionStage<Void> open(Set<String> actions) {
    if (actions.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    var session = new Session(shop, actions, bodies);
    sessions.add(session);
    return session
        .begin()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                shop.loop().execute(() -> drop(session));
              }
            });
  }

  /** A session that the engine refused: its actions may be announced again. */
  private void drop(Session session) {
    session.close();
    sessions.remove(session);
  }

  private String action(Workflow workflow) {
    return shop.link()
        .config()
        .namespace()
        .apply(workflow.definition().action())
        .toLowerCase(Locale.ROOT);
  }

  private CompletionStage<Void> define(Workflow workflow) {
    return shop.client().workflows().put(workflow.definition()).thenAccept(version -> {});
  }

  private static <T> CompletionStage<Void> each(
      List<T> some, Function<T, CompletionStage<Void>> action) {
    var all =
        some.stream()
            .map(one -> action.apply(one).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(all);
  }

  /**
   * Lets nothing start runs of a workflow any more: its triggers go. Its tasks are done as before,
   * so that none waits in a queue; runs in flight end as they would have.
   *
   * @param name of a workflow that is served; others are left alone
   */
  public CompletionStage<Void> retire(String name) {
    var workflow = served.get(name);
    return workflow == null
        ? CompletableFuture.completedFuture(null)
        : define(workflow.defined(workflow.definition().withoutTriggers()));
  }

  /**
   * Does the tasks of workflows no more and lets go of their code; for those that were retired and
   * whose last runs have ended. The engine fixes the actions of a session, so one that has others
   * too is followed by a session of those, and leaves when that is up: what waits in it is evicted.
   *
   * @param names of workflows that are served; others are left alone
   * @return when the engine has the sessions that follow; after a failure it may be asked again
   */
  public CompletionStage<Void> forget(Collection<String> names) {
    return onLoop(
            () -> {
              names.forEach(this::letGo);
              return each(sessions.stream().filter(this::announcesTooMuch).toList(), this::follow);
            })
        .thenCompose(stage -> stage);
  }

  private void letGo(String name) {
    var workflow = served.remove(name);
    if (workflow == null) {
      return;
    }
    var action = action(workflow);
    if (served.values().stream().noneMatch(other -> action(other).equals(action))) {
      bodies.remove(action);
    }
  }

  private boolean announcesTooMuch(Session session) {
    return !followed.contains(session) && !bodies.keySet().containsAll(session.actions());
  }

  private CompletionStage<Void> follow(Session session) {
    followed.add(session);
    Set<String> others =
        session.actions().stream().filter(bodies::containsKey).collect(Collectors.toSet());
    return open(others)
        .whenComplete(
            (done, failure) ->
                shop.loop()
                    .execute(
                        () -> {
                          if (failure == null) {
                            leave(session);
                          } else {
                            followed.remove(session);
                          }
                        }));
  }

  private void leave(Session session) {
    var unused =
        session
            .leave(CLOSE_LIMIT)
            .thenAccept(
                behind -> {
                  sessions.remove(session);
                  followed.remove(session);
                });
  }

  /** The worker as it stands. */
  public CompletionStage<WorkerHealth> health() {
    return onLoop(
        () ->
            new WorkerHealth(
                sessions.stream().map(Session::health).toList(),
                new WorkerHealth.Totals(
                    shop.counts().invocations.sum(),
                    shop.counts().resumed.sum(),
                    shop.counts().parks.sum(),
                    shop.counts().evictions.sum(),
                    shop.counts().restores.sum(),
                    shop.counts().completed.sum(),
                    shop.counts().failed.sum(),
                    shop.counts().reconnects.sum()),
                sessions.stream()
                    .map(Session::refusal)
                    .filter(refusal -> !refusal.isEmpty())
                    .findFirst()
                    .orElse("")));
  }

  /**
   * Leaves in good order: takes no new tasks, evicts those that wait, lets those that run finish,
   * and unsubscribes. Afterwards the worker is closed.
   *
   * @param limit after which it leaves all the same
   * @return tasks that were left behind; the engine gives them to others after 30 s
   */
  public CompletionStage<Integer> drain(Duration limit) {
    return onLoop(
            () -> {
              CompletionStage<Integer> behind = CompletableFuture.completedFuture(0);
              for (var session : sessions) {
                behind = behind.thenCombine(session.leave(limit), Integer::sum);
              }
              return behind;
            })
        .thenCompose(stage -> stage)
        .whenComplete((behind, failure) -> cut());
  }

  private <T> CompletionStage<T> onLoop(Supplier<T> action) {
    if (shop.loop().isClosed()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("worker '" + shop.config().name() + "' is closed"));
    }
    var result = new CompletableFuture<T>();
    shop.loop()
        .execute(
            () -> {
              try {
                result.complete(action.get());
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  /** Drains with a limit of 30 s, and waits for it. Not on a thread that must not block. */
  @Override
  public void close() {
    if (!shop.loop().isClosed()) {
      drain(CLOSE_LIMIT).toCompletableFuture().join();
    }
  }

  /** Lets go of everything at once. */
  private void cut() {
    shop.loop().close();
    shop.link().close();
    own.forEach(ExecutorService::shutdown);
  }
}
