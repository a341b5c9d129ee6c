package dev.sojourn.hatchet.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
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
  private final Map<String, NavigableSet<Place>> queues = new LinkedHashMap<>();
  private final Map<Run, Place> places = new HashMap<>();
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
    Place place = new Place(run.isUrgent, run.asked.priority(), order++, run);
    places.put(run, place);
    NavigableSet<Place> queue =
        queues.computeIfAbsent(run.version().action(), action -> new TreeSet<>(FIRST));
    queue.add(place);
    assign(queue);
  }

  void withdraw(Run run) {
    run.timeout.cancel();
    Place place = places.remove(run);
    if (place != null) {
      queue(run).remove(place);
    }
  }

  private NavigableSet<Place> queue(Run run) {
    return queues.getOrDefault(run.version().action(), new TreeSet<>(FIRST));
  }

  /** Gives work to every worker that can take some. */
  void assignAll() {
    List.copyOf(queues.values()).forEach(this::assign);
  }

  /** Goes through the queue of one action as far as there are workers for it. */
  private void assign(NavigableSet<Place> queue) {
    Place place = queue.isEmpty() ? null : queue.first();
    while (place != null) {
      Run run = place.run;
      boolean isPaused = state.workflows.isPaused(run.version().workflowId());
      if (!isPaused && limits.admits(run) && places.containsKey(run)) {
        Worker worker = workers.forRun(run).orElse(null);
        if (worker == null) {
          return;
        }
        withdraw(run);
        assign(run, worker);
      }
      place = queue.higher(place);
    }
  }

  private void assign(Run run, Worker worker) {
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
    return places.size();
  }
}
