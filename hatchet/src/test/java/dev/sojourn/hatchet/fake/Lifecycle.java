package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.StepActionEvent;
import dev.sojourn.hatchet.wire.StepActionEventType;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What happens to a run from its creation to its end: attempts, evictions, reassignments, outcomes.
 * Owned by the loop.
 */
final class Lifecycle {
  private final EngineState state;
  private final Assignments assignments;
  private final List<Consumer<Run>> onDone = new ArrayList<>();

  /**
   * The retry counts of tasks as this process of the engine last read them. An eviction believes
   * it, right or wrong: the engine keeps such a cache and does not correct it when the count
   * changes.
   */
  private final Map<String, Integer> cachedRetryCounts = new HashMap<>();

  Lifecycle(EngineState state, Assignments assignments, Workers workers) {
    this.state = state;
    this.assignments = assignments;
    assignments.onTrouble(this::takeAway, this::ranTooLong, this::waitedTooLong);
    workers.onLost(
        worker -> {
          for (Run run : assignments.heldBy(worker)) {
            takeAway(run);
          }
        });
  }

  /** Calls the reaction whenever a run has ended. */
  void onDone(Consumer<Run> reaction) {
    onDone.add(reaction);
  }

  /** The engine's process starts anew: what it held in memory is gone. */
  void forgetCache() {
    cachedRetryCounts.clear();
  }

  Run create(NewRun asked) {
    return create(state.ids.next(), asked);
  }

  Run create(String id, NewRun asked) {
    Run run = new Run(id, asked, state.now());
    state.runs.put(id, run);
    run.note(state.now(), "CREATED", "");
    assignments.enqueue(run, Duration.ZERO);
    return run;
  }

  /** Whether the cache had the task; a look puts it there. */
  int cachedRetryCount(Run run) {
    return cachedRetryCounts.computeIfAbsent(run.id, id -> run.retryCount);
  }

  /** A worker's report on an attempt. One on an attempt that is no more has no effect. */
  void report(StepActionEvent event) {
    Run run = state.runs.get(event.getTaskRunExternalId());
    if (run == null) {
      throw Status.INVALID_ARGUMENT
          .withDescription("invalid task external run id " + event.getTaskRunExternalId())
          .asRuntimeException();
    }
    if (event.hasRetryCount()) {
      cachedRetryCount(run);
    } else {
      cachedRetryCounts.put(run.id, run.retryCount);
    }
    boolean isPresent = run.state == RunState.RUNNING || run.state == RunState.EVICTED;
    int attempt = event.hasRetryCount() ? event.getRetryCount() : run.retryCount;
    if (isPresent && attempt == run.retryCount) {
      take(run, event);
    }
  }

  private void take(Run run, StepActionEvent event) {
    String payload = event.getEventPayload();
    StepActionEventType type = event.getEventType();
    if (type == StepActionEventType.STEP_EVENT_TYPE_STARTED) {
      run.startedAt = state.now();
      run.note(state.now(), "STARTED", "");
    } else if (type == StepActionEventType.STEP_EVENT_TYPE_COMPLETED) {
      if (payload.isEmpty() || Json.isAccepted(payload)) {
        run.output = payload.isEmpty() ? "{}" : payload;
        end(run, RunState.COMPLETED, "FINISHED", "");
      } else {
        failed(
            run, "the output is not valid JSON, or holds the escape of the null character", true);
      }
    } else if (type == StepActionEventType.STEP_EVENT_TYPE_FAILED) {
      failed(run, payload, !event.getShouldNotRetry());
    } else if (type == StepActionEventType.STEP_EVENT_TYPE_CANCELLED) {
      end(run, RunState.CANCELLED, "CANCELLED", "by its worker");
    }
  }

  private void failed(Run run, String message, boolean mayRetry) {
    run.error = message;
    assignments.release(run);
    if (!mayRetry || run.appRetries >= run.version().task().getRetries()) {
      end(run, RunState.FAILED, "FAILED", message);
      return;
    }
    run.appRetries++;
    run.retryCount++;
    run.note(state.now(), "RETRYING", message);
    assignments.enqueue(run, run.version().backoff(run.appRetries));
    assignments.assignAll();
  }

  private void ranTooLong(Run run) {
    if (run.state == RunState.EVICTED && !state.settings.evictedTasksTimeOut()) {
      return;
    }
    run.note(state.now(), "TIMED_OUT", "");
    tellToStop(run);
    failed(run, "task exceeded its execution timeout", true);
  }

  private void waitedTooLong(Run run) {
    assignments.withdraw(run);
    run.error = "no worker took the task within its schedule timeout";
    end(run, RunState.FAILED, "SCHEDULING_TIMED_OUT", "");
  }

  /** The worker is lost, or could not be reached: the run goes to another one. */
  void takeAway(Run run) {
    if (run.state != RunState.RUNNING) {
      return;
    }
    assignments.release(run);
    if (run.internalRetries >= state.settings.maxInternalRetries()) {
      run.error = "maximum reassignment count";
      end(run, RunState.FAILED, "FAILED", "maximum reassignment count");
      return;
    }
    run.internalRetries++;
    run.retryCount++;
    run.note(state.now(), "REASSIGNED", "");
    assignments.enqueue(run, Duration.ZERO);
  }

  /**
   * Takes a waiting run off its worker. False when nothing was done, which the worker is not told.
   */
  boolean evict(Run run, int retryCount, String reason) {
    boolean isLate = run.timeoutAt != null && !state.now().isBefore(run.timeoutAt);
    if (run.state != RunState.RUNNING
        || retryCount != run.retryCount
        || isLate
        || state.faults.ignoresEviction(run)) {
      return false;
    }
    Timers.Timer timeout = run.timeout;
    run.timeout = Timers.Timer.NONE;
    assignments.release(run);
    run.state = RunState.EVICTED;
    run.note(state.now(), "DURABLE_EVICTED", reason);
    if (state.settings.evictedTasksTimeOut()) {
      run.timeout = timeout;
    } else {
      timeout.cancel();
    }
    assignments.assignAll();
    return true;
  }

  /** Puts an evicted run back in the queue; leaves any other alone. */
  void restore(Run run, String reason) {
    if (run.state == RunState.EVICTED) {
      run.isUrgent = true;
      run.note(state.now(), "DURABLE_RESTORING", reason);
      assignments.enqueue(run, Duration.ZERO);
    }
  }

  /** Ends a run that is not over; a worker that has it is told. */
  boolean cancel(Run run) {
    if (run.state.isDone()) {
      return false;
    }
    tellToStop(run);
    end(run, RunState.CANCELLED, "CANCELLED", "");
    return true;
  }

  private static void tellToStop(Run run) {
    Worker worker = run.worker;
    if (worker != null) {
      worker.send(Actions.cancel(run));
    }
  }

  /** Starts a run that is over once more, its durable log kept. */
  boolean replay(Run run) {
    if (!run.state.isDone()) {
      return false;
    }
    run.retryCount++;
    run.appRetries = 0;
    run.internalRetries = 0;
    run.output = null;
    run.error = null;
    run.finishedAt = null;
    run.note(state.now(), "RETRIED_BY_USER", "");
    assignments.enqueue(run, Duration.ZERO);
    return true;
  }

  private void end(Run run, RunState outcome, String line, String message) {
    assignments.release(run);
    assignments.withdraw(run);
    run.state = outcome;
    run.finishedAt = state.now();
    run.note(state.now(), line, message);
    onDone.forEach(reaction -> reaction.accept(run));
    assignments.assignAll();
  }
}
