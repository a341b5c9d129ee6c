package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;
import dev.sojourn.hatchet.NewRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The body's view of an invocation: its operations become promises that the task fulfils. */
final class LiveRun implements DurableRun {
  private final Assignment assignment;
  private final Supplier<Instant> clock;
  private final Consumer<Promise> asked;
  private final CompletableFuture<Ending> ended;
  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicInteger children = new AtomicInteger();
  private final Map<String, Integer> memos = new ConcurrentHashMap<>();

  /** An operation, the answers it owes, and for a memo the function of it. */
  record Promise(
      Operation operation,
      List<CompletableFuture<Json>> answers,
      @Nullable Supplier<? extends CompletionStage<?>> work) {}

  LiveRun(
      Assignment assignment,
      Supplier<Instant> clock,
      Consumer<Promise> asked,
      CompletableFuture<Ending> ended) {
    this.assignment = assignment;
    this.clock = clock;
    this.asked = asked;
    this.ended = ended;
  }

  @Override
  public CompletionStage<Void> sleep(Duration duration) {
    return waitFor(WaitFor.any(Condition.sleep("sleep", duration))).thenAccept(result -> {});
  }

  @Override
  public CompletionStage<WaitResult> waitFor(WaitFor wait) {
    return ask(new Operation.Wait(operations.getAndIncrement(), wait), 1, null)
        .get(0)
        .thenApply(WaitResult::parse);
  }

  @Override
  public CompletionStage<Json> memo(String name, Supplier<? extends CompletionStage<?>> work) {
    var memo = new Operation.Memo(operations.getAndIncrement(), key(name), null);
    return ask(memo, 1, work).get(0);
  }

  @Override
  public CompletionStage<Instant> now() {
    var known = Json.of(clock.get().toString());
    var memo = new Operation.Memo(operations.getAndIncrement(), key("now"), known);
    return ask(memo, 1, null).get(0).thenApply(json -> Instant.parse(json.as(String.class)));
  }

  private String key(String name) {
    return name + "#" + memos.merge(name, 1, Integer::sum);
  }

  @Override
  public CompletionStage<Json> runChild(NewRun child) {
    return runChildren(List.of(child)).thenApply(results -> results.get(0));
  }

  @Override
  public CompletionStage<List<Json>> runChildren(List<NewRun> runs) {
    if (runs.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    if (runs.size() > 1_000) {
      throw new IllegalArgumentException(
          runs.size() + " children in one go, the engine takes 1000; ask for them in parts");
    }
    int first = children.getAndAdd(runs.size());
    var operation = new Operation.Children(operations.getAndIncrement(), first, runs);
    CompletionStage<List<Json>> all = CompletableFuture.completedFuture(List.of());
    for (var result : ask(operation, runs.size(), null)) {
      all = all.thenCombine(result, LiveRun::longer);
    }
    return all;
  }

  private static List<Json> longer(List<Json> list, Json last) {
    var longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }

  private List<CompletableFuture<Json>> ask(
      Operation operation, int answers, @Nullable Supplier<? extends CompletionStage<?>> work) {
    var owed = new ArrayList<CompletableFuture<Json>>();
    for (int index = 0; index < answers; index++) {
      owed.add(new CompletableFuture<>());
    }
    asked.accept(new Promise(operation, List.copyOf(owed), work));
    return owed;
  }

  @Override
  public String runId() {
    return assignment.head().getWorkflowRunId();
  }

  @Override
  public String taskId() {
    return assignment.taskId();
  }

  @Override
  public String workerId() {
    return assignment.workerId();
  }

  @Override
  public String action() {
    return assignment.head().getActionId();
  }

  @Override
  public String workflowId() {
    return assignment.head().getWorkflowId();
  }

  @Override
  public String taskName() {
    return assignment.head().getTaskName();
  }

  @Override
  public Json input() {
    return assignment.input();
  }

  @Override
  public Map<String, String> metadata() {
    return assignment.metadata();
  }

  @Override
  public Optional<String> eventId() {
    var id = assignment.head().getTriggeringEventExternalId();
    return id.isEmpty() ? Optional.empty() : Optional.of(id);
  }

  @Override
  public Optional<String> eventKey() {
    return assignment.eventKey();
  }

  @Override
  public int retryCount() {
    return assignment.retryCount();
  }

  @Override
  public int invocation() {
    return assignment.invocation();
  }

  @Override
  public CompletionStage<Ending> ended() {
    return ended;
  }
}
