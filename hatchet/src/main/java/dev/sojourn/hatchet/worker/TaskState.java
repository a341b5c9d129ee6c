package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.worker.TaskRun.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where an invocation of a task stands on this worker, and what follows from an event: pure.
 *
 * <pre>
 * Held ──park lasts──▶ Evicting ──acknowledged──▶ Lingering ──a few seconds──▶ Gone
 *  │ ▲                    │ │                        └─satisfied: restore──────▲
 *  │ └──not evicted───────┘ └─satisfied meanwhile: restore─────────────────────┤
 *  └──returned, failed──▶ Reporting ──taken────────────────────────────────────┘
 * </pre>
 *
 * Cancelled, superseded and replaced lead to Gone from everywhere, and report nothing.
 */
sealed interface TaskState
    permits Held, TaskState.Evicting, TaskState.Lingering, TaskState.Reporting, TaskState.Gone {

  /** What follows from an event. */
  Step on(TaskEvent event);

  /** Nodes of which the engine is asked each second whether they are satisfied. */
  default Set<Node> waiting() {
    return Set.of();
  }

  /** The next state, and what is to be done, in order. */
  record Step(TaskState next, List<TaskEffect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }

    static Step of(TaskState next, TaskEffect... effects) {
      return new Step(next, List.of(effects));
    }
  }

  /** The state in which an invocation begins. */
  static TaskState begun(boolean durable, int retryCount, boolean draining) {
    return new Held(Work.begun(durable && retryCount > 0, draining));
  }

  /** Whether an event ends an invocation wherever it stands. */
  static boolean isFatal(TaskEvent event) {
    return event instanceof TaskEvent.Cancelled
        || event instanceof TaskEvent.ServerEvicted
        || event instanceof TaskEvent.Replaced
        || event instanceof TaskEvent.WorkerLost;
  }

  /** How it ends then. */
  static Ending endingOf(TaskEvent event) {
    return event instanceof TaskEvent.Cancelled
        ? Ending.CANCELLED
        : event instanceof TaskEvent.WorkerLost ? Ending.LOST : Ending.SUPERSEDED;
  }

  /**
   * The engine was asked to evict.
   *
   * @param work what is open
   * @param deferred what happened meanwhile: done if the eviction fails, else a reason to restore
   * @param acked whether the engine agreed, and it is being checked whether it did it
   */
  record Evicting(Work work, List<TaskEvent> deferred, boolean acked) implements TaskState {
    public Evicting {
      deferred = List.copyOf(deferred);
    }

    @Override
    public Set<Node> waiting() {
      return work.waits().keySet();
    }

    @Override
    public Step on(TaskEvent event) {
      if (isFatal(event)) {
        return Step.of(new Gone(), new TaskEffect.End(endingOf(event)));
      }
      if (event instanceof TaskEvent.EvictionAcked && !acked) {
        return work.policy().verify()
            ? Step.of(new Evicting(work, deferred, true), new TaskEffect.Verify())
            : evicted();
      }
      if (event instanceof TaskEvent.Verified verified && acked) {
        return verified.evicted()
            ? evicted()
            : notEvicted(work.fresh(false), List.of(new TaskEffect.RefreshCache()));
      }
      if (isOverdue(event)
          || event instanceof TaskEvent.StreamLost
          || event instanceof TaskEvent.Refused) {
        return acked ? Step.of(this) : notEvicted(work, List.of());
      }
      if (matters(event)) {
        return Step.of(new Evicting(work, more(deferred, event), acked));
      }
      return Step.of(this);
    }

    private boolean isOverdue(TaskEvent event) {
      return event instanceof TaskEvent.EvictionOverdue overdue
          && overdue.parking() == work.policy().parking();
    }

    private boolean matters(TaskEvent event) {
      return event instanceof TaskEvent.FromBody
          || event instanceof TaskEvent.DrainBegun
          || event instanceof TaskEvent.CacheRefreshed
          || event instanceof TaskEvent.Rested
          || (event instanceof TaskEvent.Satisfied satisfied
              && work.waits().containsKey(satisfied.node()));
    }

    /** The engine may have meant the answer for this worker: then nobody else restores the task. */
    private Step evicted() {
      var end = new TaskEffect.End(Ending.EVICTED);
      boolean goesOn =
          deferred.stream()
              .anyMatch(e -> e instanceof TaskEvent.FromBody || e instanceof TaskEvent.Satisfied);
      return goesOn
          ? Step.of(new Gone(), end, new TaskEffect.Restore())
          : Step.of(new Lingering(work.waits().keySet()), end, new TaskEffect.Linger());
    }

    /** Parks anew, so that the next try has its own grace, and catches up. */
    private Step notEvicted(Work open, List<TaskEffect> first) {
      var again = open.parkedAnew();
      var step =
          new Step(new Held(again), more(first, new TaskEffect.ArmGrace(again.policy().parking())));
      for (var event : deferred) {
        var next = step.next().on(event);
        var effects = new ArrayList<>(step.effects());
        effects.addAll(next.effects());
        step = new Step(next.next(), effects);
      }
      return step;
    }

    private static <T> List<T> more(List<T> list, T last) {
      var longer = new ArrayList<T>(list);
      longer.add(last);
      return longer;
    }
  }

  /** Evicted: its nodes are asked for a little longer, for an answer may be on its way here. */
  record Lingering(Set<Node> nodes) implements TaskState {
    public Lingering {
      nodes = Set.copyOf(nodes);
    }

    @Override
    public Set<Node> waiting() {
      return nodes;
    }

    @Override
    public Step on(TaskEvent event) {
      if (event instanceof TaskEvent.Satisfied satisfied && nodes.contains(satisfied.node())) {
        return Step.of(new Gone(), new TaskEffect.Restore());
      }
      return Step.of(isFatal(event) || event instanceof TaskEvent.LingerOver ? new Gone() : this);
    }
  }

  /** The result is on its way, however long that takes. */
  record Reporting(Ending ending) implements TaskState {
    @Override
    public Step on(TaskEvent event) {
      if (event instanceof TaskEvent.ReportTaken) {
        return Step.of(new Gone(), new TaskEffect.End(ending));
      }
      if (isFatal(event) && !(event instanceof TaskEvent.WorkerLost)) {
        return Step.of(new Gone(), new TaskEffect.End(endingOf(event)));
      }
      return Step.of(this);
    }
  }

  /** Nothing of it is left here. */
  record Gone() implements TaskState {
    @Override
    public Step on(TaskEvent event) {
      return Step.of(this);
    }
  }
}
