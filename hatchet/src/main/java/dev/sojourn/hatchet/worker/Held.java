package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.worker.TaskRun.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The invocation is held here: its body runs, waits for an acknowledgement, or is parked.
 *
 * @param work what is open
 */
record Held(Work work) implements TaskState {

  /** What of the three it is, for those who look. */
  enum Phase {
    /** Its body has something to do. */
    RUNNING,
    /** One operation is sent and not acknowledged. */
    AWAITING_ACK,
    /** All of it waits, in memory, without a thread. */
    PARKED
  }

  Phase phase() {
    return work.outstanding() != null
        ? Phase.AWAITING_ACK
        : work.isParked() ? Phase.PARKED : Phase.RUNNING;
  }

  @Override
  public Set<Node> waiting() {
    return work.waits().keySet();
  }

  @Override
  public Step on(TaskEvent event) {
    if (event instanceof TaskEvent.ServerEvicted evicted && !evicted.superseded()) {
      return failed("the engine asks for the invocation to begin anew", true);
    }
    if (TaskState.isFatal(event)) {
      return Step.of(new Gone(), new TaskEffect.End(TaskState.endingOf(event)));
    }
    if (event instanceof TaskEvent.FromBody fromBody) {
      return onBody(fromBody);
    }
    if (event instanceof TaskEvent.Rested rested) {
      return onward(work.handled(rested.handled()), List.of());
    }
    if (event instanceof TaskEvent.Satisfied satisfied) {
      return onSatisfied(satisfied);
    }
    if (event instanceof TaskEvent.GraceOver over) {
      return onGraceOver(over.parking());
    }
    if (event instanceof TaskEvent.CacheRefreshed) {
      return onward(work.fresh(true), List.of());
    }
    if (event instanceof TaskEvent.DrainBegun) {
      var draining = work.draining();
      return work.isParked() ? evictWhenFresh(draining) : onward(draining, List.of());
    }
    return onStream(event);
  }

  private Step onBody(TaskEvent.FromBody event) {
    if (event instanceof TaskEvent.Asked asked) {
      return onward(work.asked(asked.operation()), List.of());
    }
    if (event instanceof TaskEvent.Computed computed) {
      var effects = new ArrayList<TaskEffect>();
      var answer = computed.answer();
      if (answer.failure() == null) {
        effects.add(new TaskEffect.StoreMemo(computed.memo(), computed.node(), answer.value()));
      }
      effects.add(new TaskEffect.Settle(computed.memo().id(), 0, answer));
      return onward(work.computing(-1).handed(), effects);
    }
    if (event instanceof TaskEvent.Returned returned) {
      return Step.of(new Reporting(Ending.REPORTED), new TaskEffect.Report(returned.outcome()));
    }
    throw new AssertionError(event);
  }

  private Step onStream(TaskEvent event) {
    var outstanding = work.outstanding();
    if (event instanceof TaskEvent.WaitAcked acked && outstanding instanceof Operation.Wait wait) {
      var slot = new Work.Slot(wait.id(), 0);
      return onward(work.acked().waitingFor(acked.node(), slot), List.of());
    }
    if (event instanceof TaskEvent.ChildrenAcked acked
        && outstanding instanceof Operation.Children children) {
      var open = work.acked();
      for (int index = 0; index < acked.nodes().size(); index++) {
        open = open.waitingFor(acked.nodes().get(index), new Work.Slot(children.id(), index));
      }
      return onward(open, List.of());
    }
    if (event instanceof TaskEvent.MemoAcked acked && outstanding instanceof Operation.Memo memo) {
      return onMemo(memo, acked);
    }
    if (event instanceof TaskEvent.Refused refused
        && (outstanding != null || refused.nondeterminism())) {
      return failed(refusal(outstanding, refused), !refused.nondeterminism());
    }
    if (outstanding == null) {
      return Step.of(this);
    }
    if (event instanceof TaskEvent.StreamLost) {
      return failed("the stream to the engine broke before an operation was acknowledged", true);
    }
    if (event instanceof TaskEvent.AckOverdue overdue && outstanding.id() == overdue.operation()) {
      return failed("the engine did not acknowledge an operation in time", true);
    }
    return Step.of(this);
  }

  private static String refusal(@Nullable Operation operation, TaskEvent.Refused refused) {
    var asked =
        operation instanceof Operation.Memo memo
            ? "memo '" + memo.key() + "'"
            : operation instanceof Operation.Children children
                ? "children of '" + children.runs().get(0).workflow() + "'"
                : operation instanceof Operation.Wait wait
                    ? "wait for " + wait.what().groups()
                    : "nothing";
    return refused.nondeterminism()
        ? "the body asks for %s, its log holds something else (%s): keep the order of what it asks for, or give the changed workflow a new name"
            .formatted(asked, refused.message())
        : "the engine refused %s: %s".formatted(asked, refused.message());
  }

  private Step onMemo(Operation.Memo memo, TaskEvent.MemoAcked acked) {
    var value = acked.stored() == null ? memo.value() : acked.stored();
    return value == null
        ? onward(
            work.acked().computing(1).handed(), List.of(new TaskEffect.Compute(memo, acked.node())))
        : onward(
            work.acked().handed(), List.of(new TaskEffect.Settle(memo.id(), 0, Answer.of(value))));
  }

  private Step onSatisfied(TaskEvent.Satisfied event) {
    var slot = work.waits().get(event.node());
    if (slot != null) {
      return onward(
          work.satisfied(event.node()).handed(),
          List.of(new TaskEffect.Settle(slot.operation(), slot.index(), event.answer())));
    }
    return work.outstanding() == null
        ? Step.of(this)
        : Step.of(new Held(work.overtaken(event.node(), event.answer())));
  }

  private Step onGraceOver(int parking) {
    return work.isParked() && parking == work.policy().parking()
        ? evictWhenFresh(work)
        : Step.of(this);
  }

  /** An eviction is of no effect while the engine remembers an older attempt: park once more. */
  private static Step evictWhenFresh(Work open) {
    if (open.policy().fresh()) {
      return Step.of(
          new Evicting(open, List.of(), false), new TaskEffect.Evict(open.policy().parking()));
    }
    var again = open.parkedAnew();
    return Step.of(new Held(again), new TaskEffect.ArmGrace(again.policy().parking()));
  }

  private static Step failed(String message, boolean retryable) {
    return Step.of(
        new Reporting(Ending.LOST), new TaskEffect.Report(new Outcome.Failed(message, retryable)));
  }

  /** Answers what came early, sends what is next, and sees whether all of it waits now. */
  private Step onward(Work changed, List<TaskEffect> first) {
    var open = changed;
    var effects = new ArrayList<>(first);
    for (var entry : changed.early().entrySet()) {
      var slot = open.waits().get(entry.getKey());
      if (slot != null) {
        open = open.satisfied(entry.getKey()).handed();
        effects.add(new TaskEffect.Settle(slot.operation(), slot.index(), entry.getValue()));
      }
    }
    if (open.outstanding() == null && !open.queue().isEmpty()) {
      effects.add(new TaskEffect.Send(open.queue().get(0)));
      open = open.sent();
    }
    if (open.isParked() && !work.isParked()) {
      open = open.parkedAnew();
      if (open.policy().draining() && open.policy().fresh()) {
        effects.add(new TaskEffect.Evict(open.policy().parking()));
        return new Step(new Evicting(open, List.of(), false), effects);
      }
      effects.add(new TaskEffect.ArmGrace(open.policy().parking()));
    }
    return new Step(new Held(open), effects);
  }
}
