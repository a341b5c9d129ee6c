package dev.sojourn.hatchet.fake;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The engine, wired: what a restart keeps. Everything but the loop is owned by the loop. */
final class Engine {
  final EngineState state;
  final EngineLoop loop;
  final Workers workers;
  final Assignments assignments;
  final Lifecycle lifecycle;
  final Waits waits;
  final Events events;
  final Triggers triggers;
  final DurableOperations durable;
  final Schedules schedules;
  final Crons crons;
  final Subscriptions subscriptions;
  final Set<DurableSession> sessions = new LinkedHashSet<>();

  Engine(FakeSettings settings) {
    EngineClock clock = settings.isClockRunning() ? EngineClock.running() : EngineClock.standing();
    state = new EngineState(settings, clock);
    loop = new EngineLoop(clock, state.timers);
    workers = new Workers(state);
    ConcurrencyLimits limits = new ConcurrencyLimits();
    assignments = new Assignments(state, workers, limits);
    lifecycle = new Lifecycle(state, assignments, workers);
    waits = new Waits(state);
    events = new Events(state);
    triggers = new Triggers(state, lifecycle, events, waits);
    durable = new DurableOperations(state, lifecycle, waits, events, new Children(state, triggers));
    schedules = new Schedules(state, triggers);
    crons = new Crons(state, triggers);
    subscriptions = new Subscriptions(state);
    limits.onCancel(lifecycle::cancel);
    lifecycle.onDone(limits::left);
    lifecycle.onDone(subscriptions::ended);
    lifecycle.onDone(this::tellParent);
  }

  private void tellParent(Run run) {
    NewRun.Parent parent = run.asked.parent();
    Run waiting = parent == null ? null : state.runs.get(parent.taskId());
    if (waiting != null) {
      waits.childEnded(waiting, run);
    }
  }

  void closed(DurableSession session) {
    sessions.remove(session);
    durable.closed(session);
  }

  /** Ends the durable stream of a worker from the engine's side. */
  void hangUp(String workerId) {
    for (DurableSession session : List.copyOf(sessions)) {
      if (session.isOf(workerId)) {
        session.end();
        closed(session);
      }
    }
  }

  /** The process ends: streams break, and what was only in its memory is gone. */
  void breakOff() {
    for (Worker worker : workers.all()) {
      List.copyOf(worker.sessions).forEach(session -> workers.stoppedListening(worker, session));
    }
    for (DurableSession session : List.copyOf(sessions)) {
      session.end();
      closed(session);
    }
    subscriptions.endAll();
    lifecycle.forgetCache();
  }
}
