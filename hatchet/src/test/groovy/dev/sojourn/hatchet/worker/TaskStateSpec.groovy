package dev.sojourn.hatchet.worker

import dev.sojourn.hatchet.Json
import dev.sojourn.hatchet.NewRun
import dev.sojourn.hatchet.worker.TaskRun.Ending
import java.time.Duration
import spock.lang.Specification

/** The states of an invocation, without an engine, a clock or a thread. */
class TaskStateSpec extends Specification {

  static final HOUR = WaitFor.any(Condition.sleep('sleep', Duration.ofHours(1)))
  static final NODE = new Node(1, 1)
  static final OTHER = new Node(1, 2)
  static final WOKEN = new Answer(new Json('{"CREATE":{}}'), null)

  TaskState state = TaskState.begun(true, 0, false)
  List<TaskEffect> effects = []

  def "a wait is sent, acknowledged and answered within one invocation"() {
    when:
    happens asked(0)

    then:
    effects == [new TaskEffect.Send(sleep(0))]
    state.phase() == Held.Phase.AWAITING_ACK

    when:
    happens rested(1), acked(NODE)

    then:
    state.phase() == Held.Phase.PARKED
    state.waiting() == [NODE] as Set
    effects == [new TaskEffect.ArmGrace(1)]

    when:
    happens woken(NODE)

    then:
    effects == [new TaskEffect.Settle(0, 0, WOKEN)]
    state.phase() == Held.Phase.RUNNING

    when:
    happens rested(2), returned()

    then:
    effects == [new TaskEffect.Report(new Outcome.Completed(Json.EMPTY))]

    when:
    happens new TaskEvent.ReportTaken()

    then:
    effects == [new TaskEffect.End(Ending.REPORTED)]
    state == new TaskState.Gone()
  }

  def "one operation at a time is unacknowledged, the others go out in the order they were asked"() {
    when:
    happens asked(0), asked(1), asked(2)

    then:
    effects == [new TaskEffect.Send(sleep(0))]

    when:
    happens acked(NODE)

    then:
    effects == [new TaskEffect.Send(sleep(1))]

    when:
    happens acked(OTHER)

    then:
    effects == [new TaskEffect.Send(sleep(2))]
  }

  def "an answer that overtakes the acknowledgement of its node is kept, and the second copy ignored"() {
    when:
    happens asked(0), woken(NODE)

    then:
    effects == [new TaskEffect.Send(sleep(0))]

    when:
    happens acked(NODE)

    then:
    effects == [new TaskEffect.Settle(0, 0, WOKEN)]

    when:
    happens woken(NODE)

    then:
    effects == []
  }

  def "a memo that is recorded answers at once, one that is not is computed, then recorded"() {
    when:
    happens askedMemo(0), new TaskEvent.MemoAcked(NODE, new Json('7'))

    then:
    effects.last() == new TaskEffect.Settle(0, 0, Answer.of(new Json('7')))

    when:
    happens askedMemo(1), new TaskEvent.MemoAcked(OTHER, null)

    then:
    effects.last() == new TaskEffect.Compute(memo(1), OTHER)

    when:
    happens new TaskEvent.Computed(memo(1), OTHER, Answer.of(new Json('8')))

    then:
    effects == [
        new TaskEffect.StoreMemo(memo(1), OTHER, new Json('8')),
        new TaskEffect.Settle(1, 0, Answer.of(new Json('8')))]
  }

  def "a memo whose function failed is recorded nowhere"() {
    given:
    def failure = Answer.failed(new IllegalStateException('no'))

    when:
    happens askedMemo(0), new TaskEvent.MemoAcked(NODE, null)
    happens new TaskEvent.Computed(memo(0), NODE, failure)

    then:
    effects == [new TaskEffect.Settle(0, 0, failure)]
  }

  def "each child of one operation is answered under its own index"() {
    given:
    def children = new Operation.Children(0, 0, [NewRun.of('a', Json.EMPTY)] * 2)

    when:
    happens new TaskEvent.Asked(children), new TaskEvent.ChildrenAcked([NODE, OTHER])
    happens woken(OTHER), woken(NODE)

    then:
    effects == [new TaskEffect.Settle(0, 1, WOKEN), new TaskEffect.Settle(0, 0, WOKEN)]
  }

  def "an invocation with a wait is not parked while #what"() {
    when:
    happens asked(0), acked(NODE), *events

    then:
    state.phase() != Held.Phase.PARKED
    !effects.any { it instanceof TaskEffect.ArmGrace }

    where:
    what                           | events
    'its body still runs'          | []
    'an operation is unanswered'   | [rested(1), asked(1)].reverse()
    'a memo is being computed'     | [askedMemo(1), new TaskEvent.MemoAcked(OTHER, null), rested(1), rested(2)]
  }

  def "a park that lasts is evicted, lingers and is gone"() {
    given:
    park()

    when:
    happens new TaskEvent.GraceOver(1)

    then:
    effects == [new TaskEffect.Evict(1)]
    state.waiting() == [NODE] as Set

    when:
    happens new TaskEvent.EvictionAcked()

    then:
    effects == [new TaskEffect.End(Ending.EVICTED), new TaskEffect.Linger()]
    state.waiting() == [NODE] as Set

    when:
    happens new TaskEvent.LingerOver()

    then:
    effects == []
    state == new TaskState.Gone()
  }

  def "the grace of an earlier park evicts nobody"() {
    given:
    park()
    happens woken(NODE), rested(2), asked(1), acked(OTHER)

    when:
    happens new TaskEvent.GraceOver(1)

    then:
    effects == []
    state.phase() == Held.Phase.PARKED
  }

  def "an answer that comes #when has the task restored, by this worker"() {
    given:
    park()

    when:
    happens new TaskEvent.GraceOver(1), *events

    then:
    state == new TaskState.Gone()
    effects.count { it instanceof TaskEffect.Restore } == 1
    effects.count { it == new TaskEffect.End(Ending.EVICTED) } == 1

    where:
    when                               | events
    'before the eviction is answered'  | [woken(NODE), new TaskEvent.EvictionAcked()]
    'after the eviction is answered'   | [new TaskEvent.EvictionAcked(), woken(NODE)]
  }

  def "what happens while an eviction is under way is done if the eviction #fails"() {
    given:
    park()

    when:
    happens new TaskEvent.GraceOver(1), woken(NODE), failure

    then:
    effects.contains(new TaskEffect.Settle(0, 0, WOKEN))
    state.phase() == Held.Phase.RUNNING

    where:
    fails                  | failure
    'is not answered'      | new TaskEvent.EvictionOverdue(1)
    'is refused'           | new TaskEvent.Refused(false, 'no')
    'loses its stream'     | new TaskEvent.StreamLost()
  }

  def "a retried task is evicted only once the engine knows the attempt, and the eviction is checked"() {
    given:
    state = TaskState.begun(true, 1, false)
    park()

    when:
    happens new TaskEvent.GraceOver(1)

    then:
    effects == [new TaskEffect.ArmGrace(2)]

    when:
    happens new TaskEvent.CacheRefreshed(), new TaskEvent.GraceOver(2)

    then:
    effects == [new TaskEffect.Evict(2)]

    when:
    happens new TaskEvent.EvictionAcked()

    then:
    effects == [new TaskEffect.Verify()]

    when:
    happens new TaskEvent.Verified(false)

    then:
    effects == [new TaskEffect.RefreshCache(), new TaskEffect.ArmGrace(3)]
    state.phase() == Held.Phase.PARKED

    when:
    happens new TaskEvent.CacheRefreshed(), new TaskEvent.GraceOver(3)
    happens new TaskEvent.EvictionAcked(), new TaskEvent.Verified(true)

    then:
    effects.contains(new TaskEffect.End(Ending.EVICTED))
  }

  def "a drain evicts what is parked at once, and the rest as soon as it parks"() {
    when:
    park()
    happens new TaskEvent.DrainBegun()

    then:
    effects == [new TaskEffect.Evict(1)]

    when:
    state = TaskState.begun(true, 0, true)
    happens rested(1), asked(0), acked(NODE)

    then:
    effects.last() == new TaskEffect.Evict(1)
  }

  def "#what ends the attempt with a failure that is retried: #retried"() {
    when:
    happens asked(0), event

    then:
    def report = effects.last() as TaskEffect.Report
    (report.outcome() as Outcome.Failed).retryable() == retried
    (report.outcome() as Outcome.Failed).message().contains(says)

    where:
    what                          | event                                 || retried | says
    'another order of operations' | new TaskEvent.Refused(true, 'node 1') || false   | 'keep the order'
    'another refusal'             | new TaskEvent.Refused(false, 'why')   || true    | 'why'
    'a stalled release'           | new TaskEvent.ServerEvicted(false)    || true    | 'anew'
    'a broken stream'             | new TaskEvent.StreamLost()            || true    | 'broke'
    'a missing acknowledgement'   | new TaskEvent.AckOverdue(0)           || true    | 'in time'
  }

  def "a broken stream is nothing to an invocation that only waits"() {
    given:
    park()

    when:
    happens new TaskEvent.StreamLost()

    then:
    effects == []
    state.waiting() == [NODE] as Set
  }

  def "after #event.class.simpleName a #where invocation reports nothing"() {
    given:
    park()
    before.each { happens it }

    when:
    happens event, woken(NODE), returned()

    then:
    state == new TaskState.Gone()
    effects == [new TaskEffect.End(ending)]

    where:
    where      | before                         | event                          || ending
    'parked'   | []                             | new TaskEvent.Cancelled()      || Ending.CANCELLED
    'parked'   | []                             | new TaskEvent.ServerEvicted(true)  || Ending.SUPERSEDED
    'parked'   | []                             | new TaskEvent.Replaced()       || Ending.SUPERSEDED
    'parked'   | []                             | new TaskEvent.WorkerLost()     || Ending.LOST
    'leaving'  | [new TaskEvent.GraceOver(1)]   | new TaskEvent.Cancelled()      || Ending.CANCELLED
    'leaving'  | [new TaskEvent.GraceOver(1)]   | new TaskEvent.ServerEvicted(true)  || Ending.SUPERSEDED
    'reported' | [returned()]                   | new TaskEvent.ServerEvicted(true)  || Ending.SUPERSEDED
  }

  def "a result is reported though the engine forgot the worker"() {
    when:
    happens rested(1), returned(), new TaskEvent.WorkerLost(), new TaskEvent.ReportTaken()

    then:
    effects.last() == new TaskEffect.End(Ending.REPORTED)
  }

  def "whatever happens in whatever order, one operation is open, one end comes, and nothing after it (seed #seed)"() {
    given:
    def random = new Random(seed)
    state = TaskState.begun(true, random.nextInt(2), false)
    int operations = 0
    int ends = 0

    when:
    def broken = []
    200.times {
      def before = state
      def event = anyEvent(random, operations)
      operations += event instanceof TaskEvent.Asked ? 1 : 0
      def step = state.on(event)
      state = step.next()
      step.effects().each { effect ->
        if (effect instanceof TaskEffect.Send && isOpen(before) && !isAcknowledged(event)) {
          broken << "a second operation is sent after $event"
        }
        if (ends > 0 && !(effect instanceof TaskEffect.Restore)) {
          broken << "$effect after the end"
        }
        ends += effect instanceof TaskEffect.End ? 1 : 0
      }
      if (state instanceof TaskState.Gone && ends != 1) {
        broken << "gone with $ends ends after $event"
      }
      if (state instanceof Held && state.phase() == Held.Phase.PARKED && state.waiting().isEmpty()) {
        broken << 'parked for nothing'
      }
    }

    then:
    broken == []

    where:
    seed << (1L..100L)
  }

  static boolean isOpen(TaskState state) {
    state instanceof Held && state.work().outstanding() != null
  }

  static boolean isAcknowledged(TaskEvent event) {
    event instanceof TaskEvent.WaitAcked || event instanceof TaskEvent.MemoAcked
  }

  static TaskEvent anyEvent(Random random, int operations) {
    def node = new Node(1, random.nextInt(3))
    switch (random.nextInt(30)) {
      case 0..4: return asked(operations)
      case 5..6: return new TaskEvent.Asked(memo(operations))
      case 7..11: return acked(node)
      case 12: return new TaskEvent.MemoAcked(node, random.nextBoolean() ? new Json('1') : null)
      case 13..16: return woken(node)
      case 17..20: return rested(random.nextInt(operations + 2))
      case 21..22: return new TaskEvent.GraceOver(random.nextInt(4))
      case 23: return new TaskEvent.EvictionAcked()
      case 24: return new TaskEvent.EvictionOverdue(random.nextInt(4))
      case 25: return new TaskEvent.Verified(random.nextBoolean())
      case 26: return new TaskEvent.CacheRefreshed()
      case 27: return random.nextInt(4) == 0 ? new TaskEvent.StreamLost() : new TaskEvent.LingerOver()
      case 28: return random.nextInt(6) == 0 ? returned() : new TaskEvent.ReportTaken()
      default: return random.nextInt(6) == 0 ? new TaskEvent.Cancelled() : new TaskEvent.DrainBegun()
    }
  }

  /** The state after events, and the effects of all of them. */
  void happens(TaskEvent... events) {
    effects = []
    events.each {
      def step = state.on(it)
      state = step.next()
      effects.addAll(step.effects())
    }
  }

  void park() {
    happens rested(1), asked(0), acked(NODE)
  }

  static Operation.Wait sleep(int id) {
    new Operation.Wait(id, HOUR)
  }

  static Operation.Memo memo(int id) {
    new Operation.Memo(id, 'key', null)
  }

  static TaskEvent asked(int id) {
    new TaskEvent.Asked(sleep(id))
  }

  static TaskEvent askedMemo(int id) {
    new TaskEvent.Asked(memo(id))
  }

  static TaskEvent acked(Node node) {
    new TaskEvent.WaitAcked(node)
  }

  static TaskEvent woken(Node node) {
    new TaskEvent.Satisfied(node, WOKEN)
  }

  static TaskEvent rested(int handled) {
    new TaskEvent.Rested(handled)
  }

  static TaskEvent returned() {
    new TaskEvent.Returned(new Outcome.Completed(Json.EMPTY))
  }
}
