package dev.sojourn.hatchet.conformance

import static dev.sojourn.hatchet.fake.WireWorker.eventCondition
import static dev.sojourn.hatchet.fake.WireWorker.sleepCondition
import static java.time.Duration.ofSeconds

import dev.sojourn.hatchet.fake.Json
import dev.sojourn.hatchet.wire.ActionType
import dev.sojourn.hatchet.wire.CancelTasksRequest
import dev.sojourn.hatchet.wire.DurableTaskErrorType
import dev.sojourn.hatchet.wire.ReplayTasksRequest
import dev.sojourn.hatchet.wire.RestoreEvictedTaskRequest
import dev.sojourn.hatchet.wire.TriggerWorkflowRequest
import java.time.Instant

/** Durable tasks on the wire: the log, waits, evictions, and what goes wrong with them. */
abstract class DurableWireContractSpec extends WireConformance {
  private static Map json(com.google.protobuf.ByteString bytes) {
    Json.MAPPER.readValue(bytes.toStringUtf8(), Map)
  }

  def "a sleep is acknowledged as node 1 and completes when its time has come"() {
    given:
    def (worker, task, run) = begun('sleep', input: [a: 1])

    when:
    def ack = worker.waitFor(task, sleepCondition('2s'))
    engine.skip(ofSeconds(3))
    def done = worker.reply()

    then:
    task.taskRunExternalId == run
    task.durableTaskInvocationCount == 1
    task.retryCount == 0
    ack.waitForAck.ref.with { [nodeId, branchId, invocationCount] } == [1, 1, 1]
    done.entryCompleted.ref == ack.waitForAck.ref
    json(done.entryCompleted.payload).CREATE.slept*.sleep_duration == ['2s']

    when:
    worker.complete(task, '{"b":2}')

    then:
    becomes(run, 'COMPLETED')
    json(details(run).getTaskRunsOrThrow('step').output) == [b: 2]
  }

  def "a memo that was never stored is asked for again, a stored one is given back"() {
    given:
    def (worker, first) = begun('memo', retries: 2)
    def asked = worker.memo(first, 'k')
    worker.fail(first, 'before it was stored')
    def second = worker.action()

    when:
    def again = worker.memo(second, 'k')
    worker.completeMemo(again.memoAck.ref, 'k', '"v"')
    def now = worker.memo(second, 'now', '17')
    worker.reply()
    worker.fail(second, 'after it was stored')
    def third = worker.action()
    def stored = worker.memo(third, 'k')

    then:
    !asked.memoAck.memoAlreadyExisted
    again.memoAck.memoAlreadyExisted
    again.memoAck.memoResultPayload.isEmpty()
    now.memoAck.ref.nodeId == 2
    stored.memoAck.memoAlreadyExisted
    stored.memoAck.memoResultPayload.toStringUtf8() == '"v"'
    third.durableTaskInvocationCount == 3
    third.retryCount == 2
  }

  def "an event ends the waits of its scope and no other"() {
    given:
    def flow = engine.unique('scope')
    def worker = serving(flow)
    2.times { client.trigger(flow, [n: it]) }
    def tasks = [worker.action(), worker.action()]
    def acks = tasks.withIndex().collect { task, i ->
      worker.waitFor(task, eventCondition("$flow-paid", scope: "user-$i", dataKey: 'paid'))
    }

    when:
    client.push("$flow-paid", [amount: 5], 'user-1')
    def done = worker.reply()

    then:
    acks*.hasWaitForAck() == [true, true]
    done.entryCompleted.ref.durableTaskExternalId == tasks[1].taskRunExternalId
    json(done.entryCompleted.payload) == [CREATE: [paid: [[amount: 5]]]]
    worker.hearsNothing()
  }

  def "a wait without a scope is ended by an event of any scope, if its expression holds"() {
    given:
    def (worker, task) = begun('any')
    worker.waitFor(task, eventCondition("$flow-paid", expression: 'input.amount > 3 && has(input.user)'))

    when:
    client.push("$flow-paid", [amount: 9], 'one')
    client.push("$flow-paid", [amount: 2, user: 'a'], 'two')
    client.push("$flow-paid", [amount: 4, user: 'b'], 'three')

    then:
    json(worker.reply().entryCompleted.payload) == [CREATE: [met: [[amount: 4, user: 'b']]]]
  }

  def "an event before the wait counts only for a wait that looks back"() {
    given:
    def flow = engine.unique('back')
    def worker = serving(flow)
    def since = Instant.now().minusSeconds(60)
    (1..5).each { client.push("$flow-paid", [n: it], 'u') }
    client.trigger(flow)
    def task = worker.action()

    when:
    def blind = worker.waitFor(task, eventCondition("$flow-paid", scope: 'u', dataKey: 'blind'))

    then:
    blind.hasWaitForAck()
    worker.hearsNothing()

    when:
    worker.waitFor(task, eventCondition("$flow-paid", scope: 'u', since: since, dataKey: 'seeing'))

    then: 'it is one of them; the engine leaves open which'
    def seen = json(worker.reply().entryCompleted.payload).CREATE.seeing*.n
    seen.size() == 1
    seen[0] in 1..5
  }

  def "alternatives of one group end the wait alone, groups only together"() {
    given:
    def (worker, task) = begun('groups')
    def either = UUID.randomUUID().toString()

    when:
    worker.waitFor(task,
      eventCondition("$flow-a", group: either, dataKey: 'a'),
      sleepCondition('600s', either, 'late'))
    client.push("$flow-a", [n: 1])

    then:
    json(worker.reply().entryCompleted.payload) == [CREATE: [a: [[n: 1]]]]

    when:
    worker.waitFor(task, eventCondition("$flow-b", dataKey: 'b'), eventCondition("$flow-c", dataKey: 'c'))
    client.push("$flow-b", [n: 2])

    then:
    worker.hearsNothing()

    when:
    client.push("$flow-c", [n: 3])

    then:
    json(worker.reply().entryCompleted.payload) == [CREATE: [b: [[n: 2]], c: [[n: 3]]]]
  }

  def "an evicted task holds no slot, and its event brings it back as a new invocation of the same attempt"() {
    given:
    def (worker, task, run) = begun('evict', slots: 1)
    worker.memo(task, 'm', '1')
    worker.reply()
    worker.waitFor(task, eventCondition("$flow-go"))

    when:
    def ack = worker.evict(task)

    then:
    ack.evictionAck.durableTaskExternalId == run
    isEvicted(run)
    details(run).isEvicted
    !details(run).done

    when:
    def other = client.trigger(flow)
    worker.complete(worker.action())

    then:
    becomes(other, 'COMPLETED')

    when:
    client.push("$flow-go", [n: 1])
    def back = worker.action()

    then:
    back.taskRunExternalId == run
    back.durableTaskInvocationCount == 2
    back.retryCount == 0
    worker.memo(back, 'm', '1').memoAck.memoAlreadyExisted
    worker.reply().hasEntryCompleted()
    worker.waitFor(back, eventCondition("$flow-go")).waitForAck.ref.nodeId == 2
    json(worker.reply().entryCompleted.payload) == [CREATE: [met: [[n: 1]]]]
  }

  def "a request of an older invocation is answered with an eviction"() {
    given:
    def (worker, old) = begun('stale', retries: 1)
    worker.fail(old, 'once')
    def present = worker.action()

    when:
    def reply = worker.waitFor(old, sleepCondition('2s'))

    then:
    reply.serverEvict.durableTaskExternalId == old.taskRunExternalId
    reply.serverEvict.invocationCount == 1
    worker.waitFor(present, sleepCondition('600s')).hasWaitForAck()
  }

  def "a replay that asks for something else is refused as not deterministic"() {
    given:
    def (worker, first) = begun('other', retries: 3)
    worker.waitFor(first, sleepCondition('600s'))
    worker.fail(first, 'once')
    def second = worker.action()

    when:
    def refused = worker.waitFor(second, sleepCondition('601s'))

    then:
    refused.error.errorType == DurableTaskErrorType.DURABLE_TASK_ERROR_TYPE_NONDETERMINISM
    refused.error.ref.with { [nodeId, branchId, invocationCount] } == [1, 1, 2]
    refused.error.errorMessage.contains('sleep(10m0s)')

    when: 'only what counts is compared'
    def same = worker.waitFor(second, sleepCondition('600s', UUID.randomUUID().toString()))

    then:
    same.waitForAck.ref.nodeId == 1
  }

  def "the sleep of an earlier invocation keeps its deadline"() {
    given:
    def (worker, first) = begun('deadline', retries: 1)
    worker.waitFor(first, sleepCondition('4s'))
    engine.skip(ofSeconds(3))
    worker.fail(first, 'once')
    def second = worker.action()

    when:
    worker.waitFor(second, sleepCondition('4s'))
    def asked = System.nanoTime()
    engine.skip(ofSeconds(1))
    def done = worker.reply()

    then:
    done.entryCompleted.ref.with { [nodeId, invocationCount] } == [1, 2]
    System.nanoTime() - asked < 3_500_000_000L
  }

  def "an eviction after a retry does nothing unless the engine has read the task anew"() {
    given:
    def (worker, first, run) = begun('cache', retries: 1)
    worker.memo(first, 'm', '1')
    worker.reply()
    worker.fail(first, 'once')
    def second = worker.action()
    worker.memo(second, 'm', '1')
    worker.reply()
    worker.waitFor(second, eventCondition("$flow-go"))

    when:
    def ack = worker.evict(second)

    then:
    ack.hasEvictionAck()
    !details(run).isEvicted

    when:
    worker.refresh(second)
    worker.evict(second)

    then:
    isEvicted(run)
  }

  def "a completion that was met while the task is evicted is told to whoever asks, and a restore brings it back"() {
    given:
    def (worker, task, run) = begun('race')
    worker.waitFor(task, eventCondition("$flow-go"))
    client.push("$flow-go", [n: 1])
    worker.reply()

    when: 'the wait is met before the eviction'
    worker.evict(task)

    then:
    isEvicted(run)
    worker.isGivenNothing()

    when:
    worker.status(task, 1)
    def told = worker.reply()
    client.dispatcher.restoreEvictedTask(
      RestoreEvictedTaskRequest.newBuilder().setTaskRunExternalId(run).build())
    def back = worker.action()

    then:
    told.entryCompleted.ref.nodeId == 1
    back.durableTaskInvocationCount == 2

    when:
    worker.status(task, 1)

    then:
    worker.reply().serverEvict.invocationCount == 1
  }

  def "a fresh stream holds a completion until those before it were told on it"() {
    given:
    def (worker, task) = begun('turns')
    worker.waitFor(task, eventCondition("$flow-a"))
    client.push("$flow-a")
    worker.reply()
    worker.waitFor(task, eventCondition("$flow-b"))

    when:
    worker.openDurable()
    client.push("$flow-b")
    def silence = worker.hearsNothing()
    worker.status(task, 2)

    then:
    silence
    worker.hearsNothing(1500)

    when:
    worker.status(task, 1, 2)
    def nodes = [worker.reply(), worker.reply()]*.entryCompleted*.ref*.nodeId

    then:
    nodes == [1, 2]
  }

  def "a child run is acknowledged with its id, and its end is the parent's completion"() {
    given:
    def flow = engine.unique('parent')
    def child = engine.unique('child')
    def worker = serving(flow)
    def nurse = serving(child, durable: false)
    client.trigger(flow)
    def task = worker.action()

    when:
    def ack = worker.spawn(task,
      TriggerWorkflowRequest.newBuilder().setName(child).setInput('{"n":1}').setChildIndex(0),
      TriggerWorkflowRequest.newBuilder().setName(child).setInput('{"n":2}').setChildIndex(1))
    def born = [nurse.action(), nurse.action()].collectEntries { [it.taskRunExternalId, it] }
    def ids = ack.triggerRunsAck.runEntriesList*.workflowRunExternalId

    then:
    ack.triggerRunsAck.runEntriesList*.nodeId == [1, 2]
    born.keySet() == ids as Set
    born[ids[0]].parentWorkflowRunId == task.taskRunExternalId
    born[ids[0]].childWorkflowIndex == 0

    when:
    nurse.complete(born[ids[0]], '{"ok":true}')
    def good = worker.reply()
    nurse.fail(born[ids[1]], 'no luck')
    def bad = worker.reply()

    then:
    json(good.entryCompleted.payload) == [ok: true]
    bad.entryCompleted.isFailure
    bad.entryCompleted.errorMessage.contains('no luck')
  }

  def "a child spawned again by key is the same child and takes no node"() {
    given:
    def flow = engine.unique('key')
    def child = engine.unique('keyed')
    def worker = serving(flow)
    def nurse = serving(child, durable: false)
    client.trigger(flow)
    def task = worker.action()
    def asked = { String input ->
      TriggerWorkflowRequest.newBuilder().setName(child).setInput(input).setChildIndex(0).setChildKey('k')
    }

    when:
    def first = worker.spawn(task, asked('{"n":1}'))
    def again = worker.spawn(task, asked('{"n":2}'))
    nurse.action()

    then:
    again.triggerRunsAck.runEntriesList == first.triggerRunsAck.runEntriesList
    worker.memo(task, 'next', '1').memoAck.ref.nodeId == 2
    nurse.isGivenNothing()
  }

  def "cancelling tells the worker of a running task and ends an evicted one in silence"() {
    given:
    def flow = engine.unique('cancel')
    def worker = serving(flow)
    def running = client.trigger(flow)
    def task = worker.action()
    def evicted = client.trigger(flow)
    def parked = worker.action()
    worker.waitFor(parked, eventCondition("$flow-go"))
    worker.evict(parked)
    isEvicted(evicted)

    when:
    client.admin.cancelTasks(CancelTasksRequest.newBuilder().addExternalIds(running).addExternalIds(evicted).build())
    def told = worker.action()

    then:
    told.actionType == ActionType.CANCEL_STEP_RUN
    told.taskRunExternalId == running
    told.retryCount == task.retryCount
    becomes(running, 'CANCELLED')
    becomes(evicted, 'CANCELLED')
    worker.isGivenNothing()
  }

  def "a replayed task starts a new attempt on the same log"() {
    given:
    def (worker, task, run) = begun('replay')
    worker.memo(task, 'm', '1')
    worker.reply()
    worker.fail(task, 'no', true)
    becomes(run, 'FAILED')

    when:
    client.admin.replayTasks(ReplayTasksRequest.newBuilder().addExternalIds(run).build())
    def back = worker.action()

    then:
    back.taskRunExternalId == run
    back.durableTaskInvocationCount == 2
    back.retryCount == 1
    worker.memo(back, 'm', '2').memoAck.memoResultPayload.toStringUtf8() == '1'
  }
}
