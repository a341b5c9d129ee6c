package dev.sojourn.hatchet.fake

import static dev.sojourn.hatchet.fake.WireWorker.eventCondition
import static dev.sojourn.hatchet.fake.WireWorker.sleepCondition
import static java.time.Duration.ofDays
import static java.time.Duration.ofHours
import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

import dev.sojourn.hatchet.wire.Concurrency
import dev.sojourn.hatchet.wire.ConcurrencyLimitStrategy
import dev.sojourn.hatchet.wire.GetRunDetailsRequest
import dev.sojourn.hatchet.wire.GetVersionRequest
import io.grpc.Status
import io.grpc.StatusRuntimeException
import java.time.Duration
import spock.lang.AutoCleanup
import spock.util.concurrent.PollingConditions

/** What a test can make the fake do: its faults and its time. What it has in common with an engine is in the contracts. */
class FakeHatchetSpec extends WireFixture {
  @AutoCleanup
  FakeHatchet fake = FakeHatchet.open()

  @AutoCleanup
  WireClient client = WireClient.of(fake)

  @Override
  WireClient client() {
    client
  }

  @Override
  protected void hired(int count) {
    fake.awaitWorkers(count)
  }

  def "a lost ack leaves its node in the log, so that a repeated request takes the next one"() {
    given:
    def (worker, task, run) = begun('flow')
    fake.faults().dropNextAck()

    when:
    worker.askToWait(task, sleepCondition('60s'))
    def again = worker.waitFor(task, sleepCondition('60s'))

    then:
    again.waitForAck.ref.nodeId == 2
    fake.run(run).get().log().size() == 2
  }

  def "a lost completion is found by the poll of the worker"() {
    given:
    def (worker, task) = begun('flow')
    worker.waitFor(task, sleepCondition('60s'))
    fake.faults().dropNextCompletion()

    when:
    fake.move(ofSeconds(61))

    then:
    worker.hearsNothing()

    when:
    worker.status(task, 1)

    then:
    worker.reply().entryCompleted.ref.nodeId == 1
  }

  def "a completion can come twice, and so can an assignment"() {
    given:
    def worker = serving('flow')
    fake.faults().doubleNextAssignment().doubleNextCompletion()
    client.trigger('flow')
    def task = worker.action()
    def twin = worker.action()
    worker.waitFor(task, sleepCondition('60s'))

    when:
    fake.move(ofSeconds(61))

    then:
    task == twin
    worker.reply() == worker.reply()
  }

  def "an assignment can get lost, which only the execution timeout or the loss of the worker ends"() {
    given:
    def worker = serving('flow', timeout: '60s', retries: 1)
    fake.faults().loseNextAssignment()
    def run = client.trigger('flow')

    expect:
    worker.isGivenNothing()

    when:
    fake.move(ofSeconds(61))
    def stop = worker.action()
    def task = worker.action()

    then:
    stop.actionType.name() == 'CANCEL_STEP_RUN'
    task.retryCount == 1
    fake.run(run).get().history().contains('TIMED_OUT')
  }

  def "a worker that is gone for 30 s loses its runs to another, with their log"() {
    given:
    def first = serving('flow')
    def run = client.trigger('flow')
    def task = first.action()
    first.waitFor(task, sleepCondition('600s'))
    def second = another('flow')

    when:
    first.vanish()
    fake.await('the stream is closed') { !fake.engine.workers.get(first.id).isListening() }
    fake.move(ofSeconds(29))

    then:
    second.isGivenNothing()

    when:
    fake.move(ofSeconds(2))
    def taken = second.action()

    then:
    taken.taskRunExternalId == run
    taken.retryCount == 1
    taken.durableTaskInvocationCount == 2
    second.waitFor(taken, sleepCondition('600s')).waitForAck.ref.nodeId == 1
    fake.run(run).get().log().size() == 1
  }

  def "a silenced worker is taken for dead though it beats"() {
    given:
    def worker = serving('flow')
    def run = client.trigger('flow')
    worker.action()

    when:
    fake.silence(worker.id)
    fake.move(ofSeconds(31))

    then:
    fake.run(run).get().history().contains('REASSIGNED')
    fake.run(run).get().state() == RunState.QUEUED
  }

  def "a run can be taken from its worker at once, until it has been taken too often"() {
    given:
    def worker = serving('flow')
    def run = client.trigger('flow')

    when:
    def counts = (0..10).collect {
      def count = worker.action().retryCount
      fake.reassign(run)
      count
    }

    then:
    counts == (0..10).toList()
    fake.run(run).get().state() == RunState.FAILED
    fake.run(run).get().error() == 'maximum reassignment count'
  }

  def "streams end when they are told to, and heartbeats are refused until the worker listens again"() {
    given:
    def worker = serving('flow')

    when:
    fake.killStream(worker.id)
    worker.beat()

    then:
    thrown(StatusRuntimeException)

    when:
    client.trigger('flow')
    worker.listen()

    then:
    worker.action()
  }

  def "a forgotten worker is not known any more, and its runs go to others"() {
    given:
    def worker = serving('flow')
    def run = client.trigger('flow')
    worker.action()

    when:
    fake.forget(worker.id)

    then:
    fake.run(run).get().state() == RunState.QUEUED

    when:
    worker.beat()

    then:
    def refused = thrown(StatusRuntimeException)
    refused.status.code == Status.Code.NOT_FOUND
  }

  def "a restart keeps what was stored and breaks what was open"() {
    given:
    def (worker, task, run) = begun('flow')
    worker.waitFor(task, eventCondition('go'))

    when:
    fake.restart()
    client.push('go', [n: 1])
    worker.openDurable()
    worker.status(task, 1)

    then:
    worker.reply().entryCompleted.ref.durableTaskExternalId == run
  }

  def "a call can fail before it is done, or be done and its answer lost"() {
    given:
    fake.faults().failNext('EventsService/Push', Status.UNAVAILABLE, 1)

    when:
    client.push('a')

    then:
    thrown(StatusRuntimeException)
    fake.events().isEmpty()

    when:
    fake.faults().loseNextAnswer('EventsService/Push', Status.DEADLINE_EXCEEDED)
    client.push('b')

    then:
    thrown(StatusRuntimeException)
    fake.events()*.key() == ['b']

    and:
    client.push('c')
    fake.calls('EventsService/Push') == 3
  }

  def "a token can be turned down while the engine runs"() {
    given:
    fake.faults().rejectTokens(true)

    when:
    client.dispatcher.getVersion(GetVersionRequest.defaultInstance)

    then:
    def refused = thrown(StatusRuntimeException)
    refused.status.code == Status.Code.UNAUTHENTICATED
  }

  def "an eviction can be acknowledged and do nothing, or be done and not acknowledged"() {
    given:
    def (worker, task, run) = begun('flow')
    worker.waitFor(task, eventCondition('go'))

    when:
    fake.faults().ignoreNextEviction()
    def ack = worker.evict(task)

    then:
    ack.hasEvictionAck()
    fake.run(run).get().state() == RunState.RUNNING

    when:
    fake.faults().dropNextEvictionAck()
    worker.askToEvict(task)

    then:
    fake.awaitRun(run, RunState.EVICTED)
    worker.hearsNothing()
  }

  def "a wait can be met in the moment of the eviction, and nobody is told"() {
    given:
    def (worker, task, run) = begun('flow')
    worker.waitFor(task, eventCondition('go'))

    when:
    fake.faults().meetDuringNextEviction('go')
    worker.evict(task)

    then:
    with(fake.awaitRun(run, RunState.EVICTED)) {
      log().first().isSatisfied()
      times('DURABLE_RESTORING') == 0
    }
  }

  def "the timeout of a task stands still while it is evicted, unless the engine is a later one"() {
    given:
    def engine = FakeHatchet.open(later ? FakeSettings.usual().withTimeoutOfEvictedTasks() : FakeSettings.usual())
    def own = WireClient.of(engine)
    def worker = WireWorker.serving(own, 'flow', [timeout: '60s'])
    engine.awaitWorkers(1)
    def run = own.trigger('flow')
    def task = worker.action()
    worker.waitFor(task, eventCondition('go'))
    worker.evict(task)

    when:
    engine.move(ofHours(1))

    then:
    engine.run(run).get().state() == state

    cleanup:
    worker?.close()
    own?.close()
    engine?.close()

    where:
    later || state
    false || RunState.EVICTED
    true  || RunState.FAILED
  }

  def "a run that no worker takes in time ends, and was not tried again"() {
    given:
    WireWorker.define(client, 'flow', [scheduleTimeout: '300s', retries: 5])
    def run = client.trigger('flow')

    when:
    fake.move(ofMinutes(6))

    then:
    with(fake.run(run).get()) {
      state() == RunState.FAILED
      history() == ['CREATED', 'QUEUED', 'SCHEDULING_TIMED_OUT']
    }
  }

  def "what falls due is done in its order, and each thing at its time"() {
    given:
    def worker = serving('flow', timeout: '9000h')
    3.times { client.trigger('flow') }
    def tasks = [worker.action(), worker.action(), worker.action()]
    [20, 10, 30].eachWithIndex { days, i -> worker.waitFor(tasks[i], sleepCondition("${days * 24}h")) }
    def start = fake.clock().instant()

    when:
    fake.move(ofDays(40))
    def ended = (0..2).collect { worker.reply().entryCompleted.ref.durableTaskExternalId }
    def nodes = ended.collect { fake.run(it).get().log().first() }

    then:
    ended == [tasks[1], tasks[0], tasks[2]]*.taskRunExternalId
    nodes.collect { Math.round(Duration.between(start, it.satisfiedAt()).toHours() / 24d) } == [10, 20, 30]
  }

  def "a standing clock stands"() {
    given:
    def engine = FakeHatchet.open(FakeSettings.usual().withStandingClock())
    def before = engine.clock().instant()

    when:
    engine.move(ofHours(2))

    then:
    engine.clock().instant() == before + ofHours(2)

    cleanup:
    engine?.close()
  }

  def "the same seed gives the same ids"() {
    given:
    def engines = [7, 7, 8].collect { FakeHatchet.open(FakeSettings.usual().withSeed(it)) }

    when:
    def ids = engines.collect { engine ->
      WireClient.of(engine).withCloseable { own ->
        WireWorker.define(own, 'flow')
        (0..2).collect { own.trigger('flow') }
      }
    }

    then:
    ids[0] == ids[1]
    ids[0] != ids[2]

    cleanup:
    engines*.close()
  }

  def "a limit of runs at the same time #what"() {
    given:
    def limit = Concurrency.newBuilder()
      .setExpression('input.user').setMaxRuns(1).setLimitStrategy(ConcurrencyLimitStrategy."$strategy")
    def worker = serving('flow', concurrency: limit)

    when:
    def first = client.trigger('flow', [user: 'a'])
    def task = worker.action()
    def second = client.trigger('flow', [user: 'a'])
    client.trigger('flow', [user: 'b'])

    then:
    [first, second].collect { fake.awaitRun(it, { true }).state().name() } == states

    when:
    worker.complete(task)

    then:
    fake.runs().every { it.state() in [RunState.RUNNING, RunState.COMPLETED, RunState.CANCELLED] }

    where:
    strategy             || states                   | what
    'GROUP_ROUND_ROBIN'  || ['RUNNING', 'QUEUED']    | 'queues'
    'CANCEL_NEWEST'      || ['RUNNING', 'CANCELLED'] | 'ends the newest'
    'CANCEL_IN_PROGRESS' || ['CANCELLED', 'RUNNING'] | 'ends the oldest'
  }

  def "details of a run that is not there are not found"() {
    when:
    client.admin.getRunDetails(
      GetRunDetailsRequest.newBuilder().setExternalId(UUID.randomUUID().toString()).build())

    then:
    def refused = thrown(StatusRuntimeException)
    refused.status.code == Status.Code.NOT_FOUND
  }

  def "a cron ticks at its times, in UTC"() {
    given:
    def worker = serving('flow')
    def crons = fake.engine.crons
    fake.engine.loop.call { crons.add('flow', 'each-hour', '0 * * * *', Json.object(), Json.object()) }

    when:
    fake.move(ofHours(3))

    then:
    new PollingConditions(timeout: 5).eventually { assert fake.runs().size() == 3 }
    fake.runs()*.metadata()*.get('hatchet__cron_name').unique() == ['each-hour']
    fake.runs()*.metadata()*.get('hatchet__cron_scheduled_at').every { it.contains(':00:00Z') }
  }
}
