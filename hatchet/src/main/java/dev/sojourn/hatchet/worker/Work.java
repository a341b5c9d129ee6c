package dev.sojourn.hatchet.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an invocation that is held here has open.
 *
 * @param queue asked for and not sent, since one operation at a time may be unacknowledged
 * @param outstanding sent and not acknowledged
 * @param waits nodes that are not satisfied, and who asked for them
 * @param early answers that overtook the acknowledgement of their node
 * @param body how far the body is
 * @param policy what the invocation may do
 */
record Work(
    List<Operation> queue,
    @Nullable Operation outstanding,
    Map<Node, Slot> waits,
    Map<Node, Answer> early,
    Body body,
    Policy policy) {

  /** Who gets the answer of a node: an operation, and which of its children. */
  record Slot(int operation, int index) {}

  /**
   * How far a body is.
   *
   * @param handed pieces of it that were given to its thread, its beginning included
   * @param handled pieces that have run
   * @param computing functions of memos that have not ended
   */
  record Body(int handed, int handled, int computing) {
    boolean rests() {
      return handed == handled && computing == 0;
    }
  }

  /**
   * What an invocation may do.
   *
   * @param verify whether an acknowledged eviction is checked, since the engine may remember an
   *     older attempt of the task
   * @param fresh whether the engine knows the present attempt, so that it can be evicted
   * @param draining whether it is evicted as soon as it can be
   * @param parking counts the times it parked
   */
  record Policy(boolean verify, boolean fresh, boolean draining, int parking) {}

  Work {
    queue = List.copyOf(queue);
    waits = Map.copyOf(waits);
    early = Map.copyOf(early);
  }

  /** The beginning: the body was handed over and nothing is open. */
  static Work begun(boolean retried, boolean draining) {
    return new Work(
        List.of(),
        null,
        Map.of(),
        Map.of(),
        new Body(1, 0, 0),
        new Policy(retried, !retried, draining, 0));
  }

  /** Whether all of its code waits for the engine. */
  boolean isParked() {
    return outstanding == null && queue.isEmpty() && !waits.isEmpty() && body.rests();
  }

  Work asked(Operation operation) {
    var longer = new ArrayList<>(queue);
    longer.add(operation);
    return new Work(longer, outstanding, waits, early, body, policy);
  }

  /** The next operation of the queue becomes the outstanding one. */
  Work sent() {
    return new Work(queue.subList(1, queue.size()), queue.get(0), waits, early, body, policy);
  }

  Work acked() {
    return new Work(queue, null, waits, early, body, policy);
  }

  Work waitingFor(Node node, Slot slot) {
    var more = new HashMap<>(waits);
    more.put(node, slot);
    return new Work(queue, outstanding, more, early, body, policy);
  }

  Work satisfied(Node node) {
    var fewer = new HashMap<>(waits);
    fewer.remove(node);
    var unread = new HashMap<>(early);
    unread.remove(node);
    return new Work(queue, outstanding, fewer, unread, body, policy);
  }

  Work overtaken(Node node, Answer answer) {
    var more = new HashMap<>(early);
    more.put(node, answer);
    return new Work(queue, outstanding, waits, more, body, policy);
  }

  Work with(Body other) {
    return new Work(queue, outstanding, waits, early, other, policy);
  }

  Work with(Policy other) {
    return new Work(queue, outstanding, waits, early, body, other);
  }

  Work handed() {
    return with(new Body(body.handed() + 1, body.handled(), body.computing()));
  }

  Work handled(int count) {
    return with(new Body(body.handed(), Math.max(count, body.handled()), body.computing()));
  }

  Work computing(int change) {
    return with(new Body(body.handed(), body.handled(), body.computing() + change));
  }

  Work fresh(boolean fresh) {
    return with(new Policy(policy.verify(), fresh, policy.draining(), policy.parking()));
  }

  Work draining() {
    return with(new Policy(policy.verify(), policy.fresh(), true, policy.parking()));
  }

  Work parkedAnew() {
    return with(
        new Policy(policy.verify(), policy.fresh(), policy.draining(), policy.parking() + 1));
  }
}
