package dev.sojourn.hatchet.worker;

import java.util.List;
import java.util.Set;

/**
 * A worker as it stands.
 *
 * @param sessions its connections, one for each set of actions announced together
 * @param totals what it has done since it began
 * @param refusal why the engine has not registered one of the sessions or opened its durable
 *     stream, while that is tried again; empty if nothing failed
 */
public record WorkerHealth(List<Session> sessions, Totals totals, String refusal) {

  /**
   * One connection.
   *
   * @param workerId id of the worker to the engine; empty before the first registration
   * @param actions what it announced, with the namespace
   * @param listening whether the engine confirmed the listening stream by its last heartbeats
   * @param durable whether the durable stream is open
   * @param running invocations whose body has something to do, or whose result is on its way
   * @param parked invocations that wait in memory
   * @param leaving invocations that are being evicted, or were within the last seconds
   */
  public record Session(
      String workerId,
      Set<String> actions,
      boolean listening,
      boolean durable,
      int running,
      int parked,
      int leaving) {
    public Session {
      actions = Set.copyOf(actions);
    }
  }

  /**
   * What a worker has done.
   *
   * @param invocations tasks that were taken up, every time counted
   * @param resumed those of them that were not the first of their task: after an eviction, a retry
   *     or the loss of a worker
   * @param parks times that all of an invocation waited
   * @param evictions invocations that left memory while waiting
   * @param restores evicted tasks that were put back into the queue because their answer came here
   * @param completed results reported
   * @param failed failures reported
   * @param reconnects streams opened again
   */
  public record Totals(
      long invocations,
      long resumed,
      long parks,
      long evictions,
      long restores,
      long completed,
      long failed,
      long reconnects) {}

  public WorkerHealth {
    sessions = List.copyOf(sessions);
  }

  /** Whether every session gets tasks. */
  public boolean isUp() {
    return !sessions.isEmpty() && sessions.stream().allMatch(Session::listening);
  }
}
