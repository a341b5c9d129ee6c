package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.RunQuery;
import dev.sojourn.hatchet.RunState;
import dev.sojourn.hatchet.RunSummary;
import dev.sojourn.hatchet.WorkflowDefinition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tasks of which nothing starts runs any more. Hatchet may have runs of one all the same, and while
 * it has, somebody must do them: only then is it announced no more. Lives at home.
 */
final class Retired {
  /** A run is replaced before it is that old. */
  private static final Duration OLDEST_RUN = Plan.OLDEST.plusDays(2);

  /** Lists are a second or two behind, so one look is none. */
  private static final int LOOKS = 2;

  private static final int AT_ONCE = 50;
  private static final int LISTED = 1_000;

  private final HatchetWork.Parts parts;
  private final Worker worker;
  private final Map<String, Left> left = new LinkedHashMap<>();

  /** The worker that does the runs of tasks. */
  interface Worker {
    WorkflowDefinition definition(String taskName);

    boolean serves(String taskName);

    Future<Void> serve(List<String> taskNames);

    /** Announces them to Hatchet no more. */
    Future<Void> forget(List<String> taskNames);
  }

  /** A task: its workflow's id, and how often in a row it was seen to have no run. */
  private record Left(String workflowId, int idle) {}

  Retired(HatchetWork.Parts parts, Worker worker) {
    this.parts = parts;
    this.worker = worker;
  }

  /** Takes the triggers from a task's workflow, if Hatchet has that, and sees to its runs. */
  Future<Void> add(String taskName) {
    return Stages.future(parts.client().workflows().find(Ticket.workflow(taskName)), parts.home())
        .compose(found -> found.isEmpty() ? nothing() : quieted(taskName));
  }

  private Future<Void> quieted(String taskName) {
    return Stages.future(
            parts.client().workflows().put(worker.definition(taskName).withoutTriggers()),
            parts.home())
        .onSuccess(put -> left.put(taskName, new Left(put.workflowId(), 0)))
        .mapEmpty();
  }

  /** A task is served again. */
  void remove(String taskName) {
    left.remove(taskName);
  }

  /** Sees to it that runs of some of them are done, and lets go of those that have none. */
  Future<Void> look() {
    Map<String, Left> some = new LinkedHashMap<>();
    left.entrySet().stream().limit(AT_ONCE).forEach(one -> some.put(one.getKey(), one.getValue()));
    if (some.isEmpty()) {
      return nothing();
    }
    RunQuery open =
        RunQuery.since(parts.clock().instant().minus(OLDEST_RUN))
            .in(RunState.QUEUED, RunState.RUNNING)
            .ofWorkflows(some.values().stream().map(Left::workflowId).toList());
    return Stages.future(parts.client().runs().list(open, LISTED), parts.home())
        .compose(runs -> seen(some, runs));
  }

  private Future<Void> seen(Map<String, Left> some, List<RunSummary> runs) {
    Set<String> busy = runs.stream().map(RunSummary::workflowId).collect(Collectors.toSet());
    boolean isWhole = runs.size() < LISTED;
    List<String> waiting = new ArrayList<>();
    List<String> over = new ArrayList<>();
    some.forEach(
        (name, one) -> {
          if (!left.remove(name, one)) {
            return;
          }
          boolean isBusy = busy.contains(one.workflowId());
          int idle = isBusy ? 0 : isWhole ? one.idle() + 1 : one.idle();
          if (idle == LOOKS) {
            over.add(name);
            return;
          }
          left.put(name, new Left(one.workflowId(), idle));
          if (isBusy && !worker.serves(name)) {
            waiting.add(name);
          }
        });
    return (over.isEmpty() ? nothing() : forget(over))
        .compose(done -> waiting.isEmpty() ? nothing() : worker.serve(waiting));
  }

  /** What could not be let go of is looked at again. */
  private Future<Void> forget(List<String> names) {
    return worker
        .forget(names)
        .recover(
            failure ->
                Future.join(names.stream().map(this::add).toList())
                    .transform(done -> Future.failedFuture(failure)));
  }

  private static Future<Void> nothing() {
    return Future.succeededFuture();
  }
}
