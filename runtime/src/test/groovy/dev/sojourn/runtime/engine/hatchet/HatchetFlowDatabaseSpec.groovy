package dev.sojourn.runtime.engine.hatchet

import dev.sojourn.hatchet.HatchetClient
import dev.sojourn.hatchet.HatchetConfig
import dev.sojourn.hatchet.Json
import dev.sojourn.hatchet.NewEvent
import dev.sojourn.hatchet.fake.FakeHatchet
import dev.sojourn.hatchet.fake.RunState
import dev.sojourn.hatchet.fake.RunView
import dev.sojourn.runtime.engine.Advance
import dev.sojourn.runtime.engine.Engine
import dev.sojourn.runtime.engine.EngineFixture
import dev.sojourn.runtime.engine.MovableClock
import dev.sojourn.runtime.engine.NewRun
import dev.sojourn.runtime.engine.Passed
import dev.sojourn.runtime.engine.RecordingTask
import dev.sojourn.runtime.outbox.Outbox
import io.grpc.Status
import io.vertx.core.Future
import java.time.Duration
import java.time.Instant
import java.util.concurrent.BlockingQueue
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup

/** What the engine on Hatchet does beyond what every engine must. */
class HatchetFlowDatabaseSpec extends EngineFixture {
  @AutoCleanup FakeHatchet hatchet = FakeHatchet.open()
  private final OnHatchet there = new OnHatchet(this)
  private final BlockingQueue<List> pushed = new LinkedBlockingQueue<>()
  private final BlockingQueue<Long> exits = new LinkedBlockingQueue<>()

  @Override
  protected HatchetEngine newEngine(MovableClock time = clock) {
    def engine = there.engine(hatchet.environment(), time)
    engine.hearing(new Outside() {
      @Override
      Future<Map<String, Object>> pushed(String id, String name, String payload) {
        HatchetFlowDatabaseSpec.this.pushed << [id, name, payload]
        Future.succeededFuture([status: 'taken'] as Map<String, Object>)
      }

      @Override
      Future<Void> exit(long runId, String reason) {
        exits << runId
        Future.succeededFuture()
      }
    })
    engine
  }

  def "a long sleep waits in Hatchet, out of the worker's memory, and costs one node"() {
    given:
    task.step = { run -> run.segment() == 0 ? parked(run, run.now() + Duration.ofHours(1)) : finished(run) }
    def engine = serving(task)
    def run = newRun()

    when:
    start(engine, run)
    def waiting = evicted(run)

    then:
    waiting.log()*.kind() == ['WAIT_FOR']
    waiting.log()[0].label() == 'park 1'
    rows("select hatchet_park, hatchet_parks::text as parks from runs where id = ${run.id()}") == [[hatchet_park: 1, parks: '{3598}']]

    when:
    clock.ahead = Duration.ofHours(1)
    hatchet.move(Duration.ofHours(1))

    then:
    waitUntil { task.committed.size() == 2 }
    hatchet.awaitRun(waiting.id(), RunState.COMPLETED).output() == '{"status":"ended"}'
    live() == []
  }

  def "a wake finds a run that waits in Hatchet, after its worker has died, and the replay asks for the same waits"() {
    given:
    task.step = { run -> run.segment() < 2 ? parked(run, run.now() + Duration.ofHours(run.segment() + 1)) : finished(run) }
    def first = serving(task)
    def run = newRun()
    start(first, run)
    def waiting = evicted(run)

    when:
    wake(first, run, 7)
    waitUntil { task.committed.size() == 2 }
    hatchet.awaitRun(waiting.id()) { it.state() == RunState.EVICTED && it.log().size() == 2 }
    there.stop(first)
    def heir = new RecordingTask(task.name)
    def second = serving(heir)
    wake(second, run, 8)

    then:
    heir.next().cause() == 8
    with(hatchet.awaitRun(waiting.id(), RunState.COMPLETED)) {
      log()*.label() == ['park 1', 'park 2']
      retryCount() == 0
    }
  }

  def "a run that waits in Hatchet is looked at anew when it, or another, becomes its subject's"() {
    given:
    def until = Instant.parse('2100-01-01T00:00:00Z')
    task.step = { run -> new Advance.Park(run, '', until, new Advance.Wait('cart.paid', '[]')) }
    def engine = serving(task)
    def moved = newRun(key: 'moved')
    def own = newRun(key: 'own')
    start(engine, [moved, own])
    def waiting = [moved, own].collect { evicted(it) }

    when:
    done inTransaction([moved.subject(), own.subject()]) { tx -> engine.move(tx, [moved.id()], own.subject()) }

    then:
    waitUntil { task.committed.size() == 4 }
    waiting.every { one -> hatchet.awaitRun(one.id()) { it.state() == RunState.EVICTED && it.log().size() == 2 } }
    rows('select subject from runs')*.subject == [own.subject()] * 2
  }

  def "a run that is started twice in Hatchet is adopted by one of the two"() {
    given:
    task.step = { run -> run.segment() == 0 ? parked(run, run.now() + Duration.ofHours(1)) : finished(run) }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    def first = evicted(run)

    when:
    def second = client().withCloseable { it.runs().start(new Ticket(task.name, run.id(), 0).start()).toCompletableFuture().get() }

    then:
    hatchet.awaitRun(second, RunState.COMPLETED).output() == '{"reason":"another run has adopted it","status":"skipped"}'
    there.runOf(run) == first.id()
  }

  def "while Hatchet is away starts stay in the outbox, and go when it is back"() {
    given:
    def engine = serving(task)
    hatchet.stop()
    def runs = (1..20).collect { newRun() }

    when:
    start(engine, runs)

    then:
    rows('select count(*) as n from outbox where topic = 2')[0].n == 20
    task.seen == []

    when:
    hatchet.start()

    then:
    task.next(20)*.id() as Set == runs*.id() as Set
  }

  def "a cancel of ours ends the run in Hatchet too"() {
    given:
    task.step = { run -> parked(run, run.now() + Duration.ofHours(1)) }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    def waiting = evicted(run)

    when:
    done inTransaction([run.subject()]) { tx -> engine.cancel(tx, [run.id()]) }

    then:
    hatchet.awaitRun(waiting.id(), RunState.CANCELLED)
    exits.poll(300, TimeUnit.MILLISECONDS) == null
  }

  def "a cancel in Hatchet exits the run that #where"() {
    given:
    there.watch = Duration.ofMillis(200)
    task.step = { run -> parked(run, resting ? NEVER : run.now() + Duration.ofHours(1)) }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    task.next()
    def waiting = resting ? there.runOf(run) : evicted(run).id()

    when:
    client().withCloseable { it.runs().cancel([waiting]).toCompletableFuture().get() }

    then:
    exits.poll(20, TimeUnit.SECONDS) == run.id()

    where:
    resting << [true, false]
    where = resting ? 'rests in memory' : 'waits in Hatchet, which tells nobody'
  }

  def "all runs that were cancelled in Hatchet together exit, however many they are"() {
    given: 'more than Hatchet lists at once, in no hands yet'
    there.stop(serving(task) as HatchetEngine)
    def runs = (1..2_500).collect { newRun() }
    start(localEngine(), runs)
    def by = client().withCloseable { client ->
      def ids = client.runs().startAll(runs.collect { new Ticket(task.name, it.id(), 0).start() }).toCompletableFuture().get()
      client.runs().cancel(ids).toCompletableFuture().get()
      ids
    }
    done database.run(
        'update runs r set engine = 1, hatchet_run_id = u.by from unnest($1::int8[], $2::uuid[]) u(id, by) where r.id = u.id',
        runs*.id() as Long[], by.collect { UUID.fromString(it) } as UUID[])

    when:
    there.watch = Duration.ofMillis(200)
    serving(new RecordingTask('journey:other'))

    then:
    waitUntil { exits as Set == runs*.id() as Set }
  }

  def "an event that others push is handed in once for each journey, and ours and near misses are not"() {
    given:
    task.trigger = 'user_created'
    serving(task)

    when:
    client().withCloseable { client ->
      ['user_created', 'userXcreated'].each {
        client.events().push(NewEvent.of(it, new Json('{"userId":"ada"}'))).toCompletableFuture().get()
      }
      client.events().push(NewEvent.of('user_created', Json.EMPTY).withMetadata([sojourn: 'x'])).toCompletableFuture().get()
    }

    then:
    with(pushed.poll(20, TimeUnit.SECONDS)) {
      it[1..2] == ['user_created', '{"userId":"ada"}']
      it[0] == hatchet.events().find { it.key() == 'user_created' }.id()
    }
    waitUntil { hatchet.runs().count { it.state() == RunState.COMPLETED } == 3 }
    hatchet.runs()*.output().count { it.contains('ignored') } == 2
    pushed.empty
  }

  def "a task that is served without its trigger is started by no event any more, and its runs go on"() {
    given:
    task.trigger = 'user.created'
    task.step = { run -> run.segment() == 0 ? parked(run, run.now() + Duration.ofHours(1)) : finished(run) }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    evicted(run)

    when:
    task.trigger = null
    done engine.serve(task)
    client().withCloseable { it.events().push(NewEvent.of('user.created', Json.EMPTY)).toCompletableFuture().get() }
    wake(engine, run, 3)

    then:
    waitUntil { live() == [] }
    hatchet.runs().size() == 1
    hatchet.queued() == 0
  }

  def "a retired task is announced as long as Hatchet has a run of it"() {
    given:
    there.watch = Duration.ofMillis(100)
    task.step = { run -> parked(run, run.now() + Duration.ofHours(1)) }
    def engine = newEngine()
    done Future.all([task.name, 'journey:idle', 'journey:other'].collect {
      engine.serve(it == task.name ? task : new RecordingTask(it))
    })
    def run = newRun()
    start(engine, run)
    evicted(run)

    when: 'there are as many looks at the one as at the other'
    done Future.all(engine.retire(task.name), engine.retire('journey:idle'))

    then:
    waitUntil { announced() == ['journey-one:journey-one', 'journey-other:journey-other'] as Set }

    when:
    done inTransaction([run.subject()]) { tx -> engine.cancel(tx, [run.id()]) }

    then:
    waitUntil { announced() == ['journey-other:journey-other'] as Set }

    when: 'it is there again'
    task.step = { finished(it) }
    done engine.serve(task)
    def another = newRun()
    start(engine, another)

    then:
    waitUntil { task.committed.size() == 2 }
    live() == []
  }

  def "what others started of a task that was removed while no worker was there is done, and then nothing starts it"() {
    given:
    there.watch = Duration.ofMillis(100)
    task.trigger = 'user.created'
    there.stop(serving(task) as HatchetEngine)
    push('user.created')
    def engine = serving(new RecordingTask('journey:other'))

    expect:
    hatchet.queued() == 1

    when:
    done engine.retire(task.name)

    then:
    waitUntil { hatchet.queued() == 0 && announced() == ['journey-other:journey-other'] as Set }
    hatchet.runs()*.output() == ['{"reason":"event \'user.created\' does not enrol","status":"ignored"}']

    when:
    push('user.created')

    then:
    hatchet.runs().size() == 1
  }

  def "the start of a run that is gone is told to nobody, though its task is not served"() {
    given:
    def engine = serving(task)
    def run = newRun(task: 'journey:gone')

    when:
    done inTransaction([run.subject()]) { tx -> engine.start(tx, [run]).compose { engine.cancel(tx, [run.id()]) } }

    then:
    waitUntil { rows('select * from outbox') == [] }
    hatchet.runs() == []
  }

  def "events are passed on in order, marked so that no task of ours takes them"() {
    given:
    there.passesOn = true
    task.trigger = 'user.created'
    def engine = serving(task)
    def events = (1..50).collect { new Passed(0, 7, it == 30 ? 'user.created' : "other.$it", "{\"n\":$it}") }

    when:
    done inTransaction([7L]) { tx -> engine.passOn(tx, events) }

    then:
    waitUntil { hatchet.events().size() == 50 && rows('select * from outbox') == [] }
    hatchet.events()*.payload() == events*.payload()
    hatchet.events().every { it.metadata() == '{"sojourn":"event"}' }
    waitUntil { hatchet.runs()*.output().any { it?.contains('this service pushed the event itself') } }
    pushed.empty
  }

  def "events that are passed on wait for Hatchet, and one that it never takes holds up no other"() {
    given:
    there.passesOn = true
    def engine = serving(task)
    hatchet.stop()
    hatchet.faults().failNext('EventsService/BulkPush', Status.INVALID_ARGUMENT, 1)

    when:
    done inTransaction([7L]) { tx -> engine.passOn(tx, ['first', 'last'].collect { new Passed(0, 7, it, '{}') }) }
    hatchet.start()

    then:
    waitUntil { rows('select * from outbox') == [] }
    hatchet.events()*.key() == ['last']
  }

  def "a task that becomes known to a worker at work gets its runs"() {
    given:
    def engine = serving(task)
    def other = new RecordingTask('journey:other')
    def run = newRun(task: other.name)
    start(engine, run)

    when:
    done engine.serve(other)

    then:
    other.next().id() == run.id()
  }

  def "a run of Hatchet that is old is replaced by a fresh one"() {
    given:
    task.step = { run -> run.segment() < 2 ? parked(run, run.now() + Duration.ofHours(1)) : finished(run) }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    def old = evicted(run)

    when:
    done database.run("update runs set hatchet_since = now() - interval '21 days'")
    wake(engine, run, 1)

    then:
    hatchet.awaitRun(old.id(), RunState.COMPLETED).output() == '{"status":"chained"}'

    when:
    waitUntil { there.runOf(run) != old.id() }
    def fresh = evicted(run)

    then:
    fresh.log()*.label() == ['park 1001']

    when:
    wake(engine, run, 2)

    then:
    hatchet.awaitRun(fresh.id(), RunState.COMPLETED)
    live() == []
  }

  def "a run that Hatchet has lost gets another one, #how"() {
    given:
    there.watch = Duration.ofMillis(200)
    def run = newRun()
    task.step = { it.segment() == 0 ? parked(it, it.now() + Duration.ofHours(1)) : finished(it) }
    def engine = serving(task)
    start(engine, run)
    evicted(run)

    when:
    done database.run(change + " where id = $run.id".replace('$run.id', "${run.id()}"))

    then:
    waitUntil { live() == [] }

    where:
    how                      | change
    'whose id is unknown'    | "update runs set due_at = now() - interval '3 minutes', hatchet_run_id = gen_random_uuid()"
    'that nobody adopted'    | "update runs set due_at = now() - interval '3 minutes', hatchet_run_id = null, hatchet_chain = 7"
    'whose waking was lost'  | "update runs set due_at = now() - interval '3 minutes'"
  }

  def "a process that ends puts what rests in memory into Hatchet, and another goes on"() {
    given:
    task.step = { run -> run.segment() == 0 ? parked(run, NEVER) : finished(run) }
    def engine = serving(task)
    def runs = (1..50).collect { newRun() }
    start(engine, runs)
    task.next(50)

    when:
    there.stop(engine)

    then:
    rows('select count(*) as n from runs where hatchet_park = 1 and lease_until is null')[0].n == 50
    hatchet.runs().every { it.state() == RunState.EVICTED && it.retryCount() == 0 }

    when:
    def heir = new RecordingTask(task.name)
    def other = serving(heir)
    runs.each { wake(other, it, 4) }

    then:
    heir.next(50)*.cause() == [4L] * 50
  }

  def "a blocked run that waits in Hatchet goes on when it is unblocked"() {
    given:
    def broken = true
    task.step = { run -> broken ? new Advance.Block(run, '', 'version 3 does not compile') : finished(run) }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    def waiting = evicted(run)

    when:
    broken = false
    done engine.unblock([run.id()])

    then:
    task.next().id() == run.id()
    hatchet.awaitRun(waiting.id(), RunState.COMPLETED)
  }

  def "an acknowledgement that is lost costs a retry and no segment"() {
    given:
    task.step = { run -> run.segment() == 0 ? parked(run, run.now() + Duration.ofHours(1)) : finished(run) }
    def engine = serving(task)
    hatchet.faults().dropNextAck()
    def run = newRun()

    when:
    start(engine, run)
    waitUntil { rows("select hatchet_park from runs where id = ${run.id()}")[0].hatchet_park == 1 }
    wake(engine, run, 6)
    hatchet.reassign(there.runOf(run))

    then:
    task.next(2)*.cause() == [null, 6L]
    live() == []
  }

  def "other tasks than journeys stay with the timer of the local engine"() {
    given:
    def dates = new RecordingTask('enter:birthday')
    def engine = serving(dates)

    when:
    start(engine, newRun(task: 'enter:birthday'))

    then:
    dates.next()
    hatchet.runs() == []
    rows('select * from outbox') == []
  }

  def "it says how Hatchet stands"() {
    given:
    def engine = serving(task)

    expect:
    with(done(engine.look())) {
      backing() == 'hatchet'
      remote().trouble() == null
      remote().tasks() == 1
      remote().lagSeconds() == 0
    }
    done(newEngine().look()).remote().tasks() == 0
  }

  def "Hatchet that is away is said to be"() {
    given:
    def engine = newEngine()
    hatchet.stop()

    expect:
    done(engine.look()).remote().trouble().contains(hatchet.hostPort())

    cleanup:
    hatchet.start()
  }

  def "live runs move to the local engine and back"() {
    given:
    task.step = { run -> run.segment() < 3 ? parked(run, run.now() + Duration.ofHours(1)) : finished(run) }
    def engine = serving(task)
    def runs = (1..5).collect { newRun() }
    start(engine, runs)
    def waiting = runs.collect { evicted(it).id() }
    def resting = newRun(task: 'enter:birthday')
    there.stop(engine)
    def handle = newHandle()
    def move = new EngineMove(vertx, handle, new Outbox(vertx, handle))

    when:
    def moved = client().withCloseable { done move.toLocal(it, {}) }

    then:
    moved == 5
    waiting.every { hatchet.awaitRun(it, RunState.CANCELLED) }
    done(new dev.sojourn.runtime.engine.ActiveEngine(database).recorded()) == 'local'

    when:
    def local = new RecordingTask(task.name)
    local.step = task.step
    def here = localEngine()
    done here.serve(local)
    runs.each { wake(here, it, 1) }
    local.next(5)
    done here.stop()
    moved = done move.toHatchet({})

    then:
    moved == 5

    when:
    def back = new RecordingTask(task.name)
    back.step = task.step
    def again = serving(back)
    runs.each { evicted(it) }
    runs.each { wake(again, it, 2) }

    then:
    back.next(5)*.segment() == [2] * 5
    exits.empty
  }

  private void push(String key) {
    client().withCloseable { it.events().push(NewEvent.of(key, Json.EMPTY)).toCompletableFuture().get() }
  }

  /** What the workers that are there have said they do. */
  private Set<String> announced() {
    hatchet.workers().findAll { it.listening }.collectMany { it.actions() } as Set
  }

  private Engine localEngine() {
    closedAfterwards(new dev.sojourn.runtime.engine.local.LocalEngine(OnHatchet.CONFIG, newHandle(), vertx, clock))
  }

  private HatchetClient client() {
    HatchetClient.open(HatchetConfig.from(hatchet.environment()))
  }

  /** The run of Hatchet that waits for it without a worker. */
  private RunView evicted(NewRun run) {
    String by = there.runOf(run)
    hatchet.awaitRun(by, RunState.EVICTED)
  }
}
