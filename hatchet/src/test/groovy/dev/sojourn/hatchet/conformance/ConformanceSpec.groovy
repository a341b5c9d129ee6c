package dev.sojourn.hatchet.conformance

import static dev.sojourn.hatchet.worker.Condition.event
import static dev.sojourn.hatchet.worker.Condition.sleep
import static java.time.Duration.ofDays
import static java.time.Duration.ofMillis
import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds
import static java.util.concurrent.CompletableFuture.completedFuture

import dev.sojourn.hatchet.EngineVersion
import dev.sojourn.hatchet.RunQuery
import dev.sojourn.hatchet.RunState
import dev.sojourn.hatchet.TaskOptions
import dev.sojourn.hatchet.worker.DurableRun
import dev.sojourn.hatchet.worker.WaitFor
import dev.sojourn.hatchet.worker.Workflow
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.AutoCleanup
import spock.lang.IgnoreIf
import spock.lang.Specification

/**
 * What a journey runtime must be able to trust: the SDK and an engine together, when workers die, networks break and
 * engines restart. Numbered as in section 9.6 of the protocol note.
 */
abstract class ConformanceSpec extends Specification {
  private static final Duration NEVER = ofDays(1)
  private static final Duration SOON = ofMillis(200)

  @AutoCleanup
  EngineUnderTest engine = engineUnderTest()

  @AutoCleanup
  Crew crew = new Crew(engine)

  abstract EngineUnderTest engineUnderTest()

  /** How often the eviction meets its event. */
  abstract int collisions()

  static Workflow durable(Map options = [:], String name, Closure<CompletionStage<?>> body) {
    def task = TaskOptions.forDurable().withRetries(5, null)
    def workflow = Workflow.durable(name, { DurableRun run -> body(run) } as Workflow.DurableBody)
    def timed = options.timeout ? task.withTimeout(options.timeout) : task
    workflow.defined(workflow.definition().withTask(timed))
  }

  static CompletionStage<?> waitFor(Map options = [:], DurableRun run, String key) {
    def condition = event('met', key)
    if (options.scope) {
      condition = condition.inScope(options.scope)
    }
    if (options.since) {
      condition = condition.since(options.since)
    }
    run.waitFor(WaitFor.any(condition))
  }

  def "1: a sleeping task whose worker is killed is finished by another, on the same log"() {
    given:
    def flow = engine.unique('one')
    def sent = new AtomicInteger()
    def workflow = durable(flow) { run ->
      run.memo('before') { completedFuture('b') }
        .thenCompose { run.sleep(ofSeconds(2)) }
        .thenCompose { run.memo('send') { completedFuture(sent.incrementAndGet()) } }
        .thenApply { [sent: it.as(Integer)] }
    }
    def first = crew.hire(NEVER, workflow)
    def run = crew.start(flow)
    crew.logged(run, 2)

    when:
    engine.skip(ofSeconds(1))
    first.kill()
    crew.hire(NEVER, workflow)
    if (engine.fake) {
      Crew.eventually('the stream is closed') { engine.fake.workers().count { it.listening } == 1 }
    }
    engine.skip(ofSeconds(31))

    then:
    crew.output(run) == [sent: 1]
    Crew.got(crew.client.runs().log(run))*.kind() == ['MEMO', 'WAIT_FOR', 'MEMO']
  }

  def "2: event or timeout, whichever comes, from a worker that #keeps"() {
    given:
    def flow = engine.unique('two')
    crew.hire(evictAfter, durable(flow) { run ->
      run.waitFor(WaitFor.any(event('paid', "$flow-paid").inScope(run.input().asMap().user), sleep('late', ofSeconds(4))))
        .thenApply { [paid: it.has('paid'), amount: it.payload('paid').map { it.asMap().amount }.orElse(0), late: it.has('late')] }
    })
    def paying = crew.start(flow, [user: 'user-1'])
    def late = crew.start(flow, [user: 'user-2'])
    [paying, late].each { crew.logged(it, 1) }

    when:
    crew.push("$flow-paid", [amount: 7], 'user-1')
    crew.push("$flow-paid", [amount: 8], 'user-3')

    then:
    crew.output(paying) == [paid: true, amount: 7, late: false]

    when:
    engine.pass(ofSeconds(5))

    then:
    crew.output(late) == [paid: false, amount: 0, late: true]

    where:
    evictAfter | keeps
    NEVER      | 'keeps it'
    SOON       | 'evicts it'
  }

  def "2: an event before the wait is found by looking back, and not by another scope"() {
    given:
    def flow = engine.unique('back')
    crew.hire(SOON, durable(flow) { run ->
      run.now()
        .thenCompose { waitFor(run, "$flow-paid", scope: run.input().asMap().user, since: it - ofSeconds(30)) }
        .thenApply { [n: it.payload('met').get().asMap().n] }
    })

    when:
    crew.push("$flow-paid", [n: 1], 'user-1')
    def seeing = crew.start(flow, [user: 'user-1'])
    def blind = crew.start(flow, [user: 'user-2'])

    then:
    crew.output(seeing) == [n: 1]
    crew.isEvicted(blind)
  }

  def "3: an evicted task outlives the restart of all workers"() {
    given:
    def flow = engine.unique('three')
    def workflow = durable(flow) { run -> waitFor(run, "$flow-go").thenApply { [invocation: run.invocation()] } }
    crew.linger = engine.fake ? SOON : crew.linger
    def first = crew.hire(SOON, workflow)
    def second = crew.hire(SOON, workflow)
    def runs = (1..10).collect { crew.start(flow) }
    runs.each { crew.isEvicted(it) }

    when:
    first.leave()
    second.leave()
    crew.push("$flow-go")
    crew.hire(SOON, workflow)

    then:
    runs.every { crew.output(it).invocation >= 2 }
  }

  def "4: events around the moment of the eviction leave nothing stuck"() {
    given:
    def flow = engine.unique('four')
    def since = engine.now() - ofMinutes(1)
    crew.hire(ofMillis(60), durable(flow) { run ->
      waitFor(run, "$flow-go", scope: run.input().asMap().scope, since: since).thenApply { [done: true] }
    })
    def random = new Random(4)
    def pushes = Executors.newScheduledThreadPool(2)
    engine.fake?.faults()?.loseShare(0, 0.2)

    when:
    def runs = (0..<collisions()).collect { i ->
      def run = crew.start(flow, [scope: "s$i".toString()])
      pushes.schedule({ crew.push("$flow-go", [:], "s$i") }, random.nextInt(150), TimeUnit.MILLISECONDS)
      run
    }
    pushes.shutdown()

    then:
    pushes.awaitTermination(60, TimeUnit.SECONDS)
    runs.every { crew.output(it) == [done: true] }
  }

  def "5: a failure after a wait, and then a wait with an eviction"() {
    given:
    def flow = engine.unique('five')
    crew.hire(SOON, durable(flow) { run ->
      waitFor(run, "$flow-a")
        .thenCompose {
          if (run.retryCount() == 0) {
            throw new IllegalStateException('the first attempt fails')
          }
          waitFor(run, "$flow-b")
        }
        .thenApply { [retries: run.retryCount()] }
    })
    def runs = (1..10).collect { crew.start(flow) }
    runs.each { crew.logged(it, 1) }

    when:
    crew.push("$flow-a")
    runs.each { crew.logged(it, 2) }
    runs.each { crew.isEvicted(it) }
    crew.push("$flow-b")

    then:
    runs.every { crew.output(it) == [retries: 1] }
  }

  @IgnoreIf(value = { !instance.engine.restartable }, reason = 'this engine cannot be restarted by a test')
  def "6: an engine that restarts loses nothing that waits"() {
    given:
    def flow = engine.unique('six')
    def gate = new CompletableFuture<String>()
    def body = { DurableRun run ->
      run.memo('slow') { run.input().asMap().slow ? gate : completedFuture('fast') }
        .thenCompose { waitFor(run, "$flow-go", scope: run.input().asMap().scope, since: Instant.EPOCH) }
        .thenApply { [done: true] }
    }
    crew.hire(NEVER, durable("$flow-live", body))
    crew.hire(SOON, durable("$flow-evicted", body))
    def runs = (0..<100).collect {
      crew.start(it % 3 == 0 ? "$flow-evicted" : "$flow-live", [slow: it % 3 == 1, scope: "s$it".toString()])
    }
    runs.eachWithIndex { run, i -> crew.logged(run, i % 3 == 1 ? 1 : 2) }
    runs.eachWithIndex { run, i -> if (i % 3 == 0) crew.isEvicted(run) }

    when:
    engine.restart()
    gate.complete('at last')
    runs.indices.each { i ->
      Crew.eventually('the engine is back') { crew.push("$flow-go", [:], "s$i"); true }
    }

    then:
    runs.every { crew.output(it) == [done: true] }
  }

  def "7: a running, a parked and an evicted task are cancelled"() {
    given:
    def flow = engine.unique('seven')
    def endings = new ConcurrentHashMap<String, String>()
    def body = { DurableRun run ->
      run.ended().thenAccept { endings.put(run.runId(), it.name()) }
      run.input().asMap().busy ? new CompletableFuture<>() : waitFor(run, "$flow-go")
    }
    crew.hire(NEVER, durable("$flow-live", body))
    crew.hire(SOON, durable("$flow-evicted", body))
    def busy = crew.start("$flow-live", [busy: true])
    def parked = crew.start("$flow-live")
    def evicted = crew.start("$flow-evicted")
    crew.logged(parked, 1)
    crew.isEvicted(evicted)
    crew.becomes(busy, RunState.RUNNING)

    when:
    Crew.got(crew.client.runs().cancel([busy, parked, evicted]))

    then:
    [busy, parked, evicted].every { crew.becomes(it, RunState.CANCELLED) }
    Crew.eventually('the bodies were told') {
      endings == [(busy): 'CANCELLED', (parked): 'CANCELLED', (evicted): 'EVICTED']
    }
  }

  def "8: changed code is a failure for good, and says where"() {
    given:
    def flow = engine.unique('eight')
    def first = crew.hire(SOON, durable(flow) { run -> run.sleep(ofMinutes(10)).thenApply { null } })
    def run = crew.start(flow)
    crew.isEvicted(run)

    when:
    Crew.got(first.worker.serve([durable(flow) { r -> r.memo('new first') { completedFuture(1) } }]))
    Crew.got(crew.client.runs().restore(run))
    def failed = crew.becomes(run, RunState.FAILED)

    then:
    failed.tasks().values().first().error() =~ /(?i)non.?determinis/
    failed.tasks().values().first().error().contains('10m0s')
  }

  def "9: a network that is cut for #seconds s costs nothing but time"() {
    given:
    def flow = engine.unique('nine')
    def sent = new ConcurrentHashMap<String, Integer>()
    def member = crew.hire(NEVER, durable(flow) { run ->
      waitFor(run, "$flow-go")
        .thenCompose { run.memo('send') { completedFuture(sent.merge(run.runId(), 1, Integer::sum)) } }
        .thenApply { [sent: it.as(Integer)] }
    })
    def runs = (1..20).collect { crew.start(flow) }
    runs.each { crew.logged(it, 1) }

    when:
    member.way.cut()
    if (engine.fake) {
      Crew.eventually('the stream is closed') { engine.fake.workers().every { it.id == '' || !it.listening } }
    }
    engine.skip(ofSeconds(seconds))
    crew.push("$flow-go")
    member.way.mend()

    then:
    runs.every { crew.output(it) == [sent: 1] }
    sent.size() == 20

    where:
    seconds << [10, 40]
  }

  def "9: a task that has had an answer before its stream broke gets the next one too"() {
    given:
    def flow = engine.unique('turns')
    def member = crew.hire(NEVER, durable(flow) { run ->
      waitFor(run, "$flow-a").thenCompose { waitFor(run, "$flow-b") }.thenApply { [invocation: run.invocation()] }
    })
    def run = crew.start(flow)
    crew.logged(run, 1)
    crew.push("$flow-a")
    crew.logged(run, 2)

    when:
    member.way.cut()
    member.way.mend()
    Crew.eventually('the worker is back') { Crew.got(member.worker.health()).with { up && sessions()*.durable().every() } }
    crew.push("$flow-b")

    then:
    crew.output(run) == [invocation: 1]
  }

  def "10: a workflow is added and taken away while others run"() {
    given:
    def flow = engine.unique('ten')
    def member = crew.hire(NEVER, durable("$flow-old") { run -> waitFor(run, "$flow-go").thenApply { [old: true] } })
    def old = crew.start("$flow-old")
    crew.logged(old, 1)

    when:
    Crew.got(member.worker.serve([
      durable("$flow-new") { run -> completedFuture([new: run.eventKey().get() == "$flow-on".toString()]) }.onEvents("$flow-on")
    ]))
    def since = engine.now() - ofSeconds(60)
    crew.push("$flow-on", [n: 1])
    def workflowId = Crew.got(crew.client.workflows().find("$flow-new")).get()
    def runs = { Crew.got(crew.client.runs().list(RunQuery.since(since).ofWorkflows([workflowId]), 10)) }
    Crew.eventually('its first event is handled') { runs()*.state() == [RunState.COMPLETED] }
    Crew.got(member.worker.retire("$flow-new"))
    crew.push("$flow-on", [n: 2])
    crew.push("$flow-go")

    then:
    crew.output(old) == [old: true]
    runs()*.state() == [RunState.COMPLETED]
  }

  def "10: a workflow that is forgotten is announced no more, and what was announced with it goes on"() {
    given:
    def flow = engine.unique('forgotten')
    def kept = durable("$flow-kept") { run -> waitFor(run, "$flow-go").thenApply { [kept: true] } }
    def gone = { String what -> durable("$flow-gone") { run -> completedFuture([(what): true]) } }
    crew.linger = engine.fake ? SOON : crew.linger
    def member = crew.hire(NEVER, kept, gone('first'))
    def announced = { Crew.got(member.worker.health()).sessions()*.actions().flatten() as Set }
    def waiting = crew.start("$flow-kept")
    crew.logged(waiting, 1)

    when:
    Crew.got(member.worker.retire("$flow-gone"))
    Crew.got(member.worker.forget(["$flow-gone".toString()]))
    Crew.eventually('the session with both has left') { announced() == ["$flow-kept:$flow-kept".toString()] as Set }
    crew.push("$flow-go")

    then:
    crew.output(waiting) == [kept: true]

    when:
    Crew.got(member.worker.serve([gone('again')]))

    then:
    announced().size() == 2
    crew.output(crew.start("$flow-gone")) == [again: true]
  }

  def "11: a timeout shorter than the wait of an evicted task, as this engine has it"() {
    given:
    def flow = engine.unique('eleven')
    crew.hire(SOON, durable(flow, timeout: ofSeconds(4)) { run -> run.sleep(ofSeconds(9)).thenApply { [done: true] } })
    def run = crew.start(flow)
    crew.isEvicted(run)
    def counts = engine.version() >= EngineVersion.parse('v0.105.2')

    when:
    engine.pass(ofSeconds(10))

    then:
    crew.becomes(run, counts ? RunState.FAILED : RunState.COMPLETED)
  }
}
