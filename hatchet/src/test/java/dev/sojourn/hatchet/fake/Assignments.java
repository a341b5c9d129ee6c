package dev.sojourn.hatchet.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The queue of runs without a worker, and the handing out of them. Owned by the loop. */
final class Assignments {
  private record Place(boolean isUrgent, int priority, long order, Run run) {}

  private static final Comparator<Place> FIRST =
      Comparator.comparing((Place place) -> !place.isUrgent)
          .thenComparing(place -> -place.priority)
          .thenComparing(Place::order);

  private final EngineState state;
  private final Workers workers;
  private final ConcurrencyLimits limits;
  private final TreeSet<Place> queue = new TreeSet<>(FIRST);
  private long order;
  private Consumer<Run> onUnsent = run -> {};
  private Consumer<Run> onExecutionTimeout = run -> {};
  private Consumer<Run> onScheduleTimeout = run -> {};

  Assignments(EngineState state, Workers workers, ConcurrencyLimits limits) {
    this.state = state;
    this.workers = workers;
    this.limits = limits;
  }

  /**
   * What to do with a run that could not be sent, that ran too long, that no worker took in time.
   */
  void onTrouble(
      Consumer<Run> unsent, Consumer<Run> executionTimeout, Consumer<Run> scheduleTimeout) {
    onUnsent = unsent;
    onExecutionTimeout = executionTimeout;
    onScheduleTimeout = scheduleTimeout;
  }

  /** Puts the run in the queue after the delay; the schedule timeout starts when it is there. */
  void enqueue(Run run, Duration delay) {
    run.state = RunState.QUEUED;
    run.timeout.cancel();
    if (delay.isZero()) {
      place(run);
    } else {
      run.timeout = state.timers.at(state.now().plus(delay), () -> place(run));
    }
  }

  private void place(Run run) {
    run.note(state.now(), "QUEUED", "");
    run.timeout =
        state.timers.at(
            state.now().plus(run.version().scheduleTimeout()), () -> onScheduleTimeout.accept(run));
    queue.add(new Place(run.isUrgent, run.asked.priority(), order++, run));
    assignAll();
  }

  void withdraw(Run run) {
    run.timeout.cancel();
    queue.removeIf(place -> place.run == run);
  }

  /** Gives work to every worker that can take some. */
  void assignAll() {
    for (Place place : new ArrayList<>(queue)) {
      Run run = place.run;
      boolean isPaused = state.workflows.isPaused(run.version().workflowId());
      if (!isPaused && queue.contains(place) && limits.admits(run)) {
        workers.forRun(run).ifPresent(worker -> assign(place, worker));
      }
    }
  }

  private void assign(Place place, Worker worker) {
    Run run = place.run;
    if (!queue.remove(place)) {
      return;
    }
    run.timeout.cancel();
    run.state = RunState.RUNNING;
    run.isUrgent = false;
    run.worker = worker;
    worker.occupy(run);
    if (run.isDurable()) {
      run.log.nextInvocation();
    }
    Instant limit = state.now().plus(run.version().executionTimeout());
    run.timeoutAt = limit;
    run.timeout = state.timers.at(limit, () -> onExecutionTimeout.accept(run));
    run.note(state.now(), "ASSIGNED", worker.id);
    if (state.faults.losesAssignment(run)) {
      return;
    }
    int copies = state.faults.doublesAssignment(run) ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      if (!worker.send(Actions.start(run))) {
        run.note(state.now(), "COULD_NOT_SEND_TO_WORKER", worker.id);
        onUnsent.accept(run);
        return;
      }
    }
    run.note(state.now(), "SENT_TO_WORKER", worker.id);
  }

  /** Takes the run off its worker, if it has one. */
  void release(Run run) {
    run.timeout.cancel();
    Worker worker = run.worker;
    run.worker = null;
    if (worker != null) {
      worker.release(run);
    }
  }

  /** The runs that a worker holds, oldest first. */
  List<Run> heldBy(Worker worker) {
    return state.runs.values().stream().filter(run -> run.worker == worker).toList();
  }

  int queued() {
    return queue.size();
  }
}
