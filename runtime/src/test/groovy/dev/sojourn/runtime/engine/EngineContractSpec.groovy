package dev.sojourn.runtime.engine

import io.vertx.core.Future
import io.vertx.core.Promise
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.Requires

/** What every engine must do. */
abstract class EngineContractSpec extends EngineFixture {
  /** How many groups an engine of these specs commits at the same time. */
  static final int COMMIT_LANES = 2

  /** Whether a run can be taken from a worker that lives. */
  boolean getTakesAway() {
    true
  }

  /** Has a run's holder lose it, where time alone does not do that. */
  protected void takeAway(NewRun run) {
  }

  def "a run exists if and only if its transaction commits"() {
    given:
    def engine = serving(task)
    def lost = newRun()
    def kept = newRun()

    when:
    done inTransaction([lost.subject()]) { tx ->
      engine.start(tx, [lost]).compose { Future.failedFuture(new IllegalStateException('changed my mind')) }
    }

    then:
    thrown(IllegalStateException)

    when:
    start(engine, kept)

    then:
    task.next().id() == kept.id()
    task.seen*.id() == [kept.id()]
    live() == []
  }

  def "each segment of a run is saved once, up to its end"() {
    given:
    task.step = { run -> run.segment() < 3 ? parked(run, run.now()) : finished(run) }
    def engine = serving(task)
    def runs = (1..100).collect { newRun() }

    when:
    start(engine, runs)
    task.next(400)

    then:
    saved().countBy { it.run_id }.values().every { it == 4 }
    saved().size() == 400
    live() == []
  }

  def "a sleeper is taken up when its time comes"() {
    given:
    task.step = { run -> run.segment() == 0 ? parked(run, run.now() + Duration.ofMillis(80)) : finished(run) }
    def engine = serving(task)

    when:
    start(engine, newRun())
    def (asleep, woken) = task.next(2)

    then:
    woken.cause() == null
    woken.segment() == 1
    woken.now() >= asleep.now() + Duration.ofMillis(80)
  }

  def "a cause that a run is started with is told to its first segment alone, #where"() {
    given:
    task.step = { run -> run.segment() == 0 ? parked(run, run.now()) : finished(run) }
    def run = newRun(cause: 41)

    when:
    if (here) {
      start(serving(task), run)
    } else {
      start(newEngine(clock), run)
      serving(task)
    }

    then:
    task.next(2)*.cause() == [41L, null]

    where:
    here << [true, false]
    where = here ? 'where it is served' : 'and taken up elsewhere'
  }

  def "a wake ends a park once, with the first cause"() {
    given:
    task.step = { run -> run.segment() < 2 ? parked(run, NEVER) : finished(run) }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    task.next()

    when: 'two wakes stand in one transaction'
    done inTransaction([run.subject()]) { tx ->
      Future.all(engine.wake(tx, [new Wake(run.id(), 41)]), engine.wake(tx, [new Wake(run.id(), 42)]))
    }

    then:
    task.next().cause() == 41
    saved()*.cause == [null, 41]
    row(run).cause == null
    row(run).segment == 2
  }

  def "a wake of a run that is gone or not parked yet changes nothing"() {
    given:
    def opening = task.hold()
    def engine = serving(task)
    def run = newRun()
    start(engine, run)

    when:
    wake(engine, run, 7)
    wake(engine, newRun(), 7)
    opening.complete()

    then:
    task.next().cause() == null
    saved().size() == 1
  }

  def "a wake before the time-out has committed takes the park from it"() {
    given:
    def opening
    task.step = { run ->
      if (run.segment() > 0) {
        return finished(run)
      }
      opening = task.hold()
      parked(run, run.now() + Duration.ofMillis(30))
    }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    task.next()

    when:
    waitUntil { task.seen.count { it.segment() == 1 } == 1 }
    wake(engine, run, 9)
    opening.complete()

    then:
    task.next().cause() == 9
    saved()*.cause == [null, 9]
    live() == []
  }

  def "a cancel takes the run from a segment in flight, and nothing of it exists"() {
    given:
    def opening = task.hold()
    def run = newRun(key: 'order-1')
    def other = newRun()
    def engine = atWork(run, other)

    when:
    def ended = done inTransaction([run.subject()]) { tx -> engine.cancel(tx, [run.id(), 1L]) }
    opening.complete()

    then:
    ended == [new EndedRun(run.id(), 0, run.subject(), 'journey:one', 'order-1', 3, 77)]
    task.next().id() == other.id()
    saved()*.run_id == [other.id()]
  }

  def "a run that is given to another subject loses the segment in flight, and goes on under that one"() {
    given:
    def opening = task.hold()
    def run = newRun()
    def engine = atWork(run)

    when:
    def epoch = done inTransaction([run.subject(), 4711L]) { tx ->
      engine.move(tx, [run.id()], 4711L).compose { tx.run('select epoch from runs where id = $1::int8', run.id()) }
    }.map { it.iterator().next().getInteger(0) }
    opening.complete()

    then:
    epoch > task.seen[0].epoch()
    task.next().subject() == 4711L
    saved().size() == 1
    live() == []
  }

  def "open waits of a run that is moved, and of whom it is given to, are looked at anew and stay as they are"() {
    given:
    def until = Instant.parse('2100-01-01T00:00:00Z')
    task.step = { run -> new Advance.Park(run, '', until, new Advance.Wait('cart.paid', '[]')) }
    def engine = serving(task)
    def moved = newRun(key: 'moved')
    def own = newRun(key: 'own')
    start(engine, [moved, own])
    waitUntil { saved().size() == 2 }

    when:
    done inTransaction([moved.subject(), own.subject()]) { tx -> engine.move(tx, [moved.id()], own.subject()) }

    then:
    waitUntil { saved()*.run_id.sort() == [moved.id(), moved.id(), own.id(), own.id()].sort() }
    [moved, own].every { row(it).due.startsWith('2100-01-01') }
    rows('select subject from runs')*.subject == [own.subject()] * 2
  }

  def "the live runs of subjects are read with what they wait for"() {
    given:
    def until = Instant.parse('2100-01-01T00:00:00Z')
    task.step = { run -> run.key() == 'waits'
        ? new Advance.Park(run, '', until, new Advance.Wait('cart.paid', '[]')) : parked(run, NEVER) }
    def engine = serving(task)
    def waits = newRun(key: 'waits')
    def sleeps = newRun(subject: waits.subject())
    def elsewhere = newRun()
    start(engine, [waits, sleeps, elsewhere])
    task.next(3)
    waitUntil { saved().size() == 3 }

    when:
    def read = done inTransaction([waits.subject()]) { tx -> engine.live(tx, [waits.subject(), 12L]) }

    then:
    read == [
        new LiveRun(waits.id(), 0, waits.subject(), 'journey:one', 'waits', 3, 77, until, new Advance.Wait('cart.paid', '[]')),
        new LiveRun(sleeps.id(), 0, waits.subject(), 'journey:one', '', 3, 77, NEVER, null)]
    done(database.transaction { tx -> engine.live(tx, []) }) == []
  }

  def "the tasks with live runs are known, whoever serves them"() {
    given:
    def engine = newEngine(clock)

    expect:
    done(engine.liveTasks()) == [] as Set

    when:
    start(engine, [newRun(task: 'journey:far'), newRun(task: 'journey:far'), newRun(task: 'journey:near')])

    then:
    done(engine.liveTasks()) == ['journey:far', 'journey:near'] as Set
  }

  def "a process that serves nothing knows how many runs are blocked"() {
    given:
    task.step = { run -> new Advance.Block(run, '', 'version 3 does not compile') }
    def run = newRun()
    start(serving(task), run)
    waitUntil { row(run).blocked != null }
    def onlooker = newEngine(clock)

    expect:
    done(onlooker.look()).blocked() == 1
    onlooker.status().blocked() == 1

    when:
    done onlooker.unblock([run.id()])

    then:
    onlooker.status().blocked() == 0
  }

  def "two engines on one database never take one run twice"() {
    given:
    def writer = newEngine(clock)
    start(writer, (1..600).collect { newRun() })
    def twin = new RecordingTask(task.name)
    task.step = { run -> run.segment() == 0 ? parked(run, run.now() + Duration.ofMillis(20)) : finished(run) }
    twin.step = task.step

    when:
    serving(task)
    serving(twin)
    waitUntil { saved().size() == 1200 }

    then:
    task.seen.size() + twin.seen.size() == 1200
    live() == []
  }

  def "work made by a process that does not serve it reaches one that does"() {
    given:
    def writer = newEngine(clock)
    serving(task)
    task.step = { run -> run.segment() == 0 ? parked(run, NEVER) : finished(run) }
    def run = newRun()

    when:
    start(writer, run)

    then:
    task.next().segment() == 0

    when:
    wake(writer, run, 5)

    then:
    task.next().cause() == 5
  }

  @Requires({ instance.takesAway })
  def "a worker paused past its lease leaves nothing"() {
    given:
    def opening = task.hold()
    def run = newRun()
    def paused = atWork(run)
    def heir = new RecordingTask(task.name)
    def later = new MovableClock(ahead: Duration.ofMinutes(1))

    when:
    def other = serving(heir, later)
    takeAway(run)

    then:
    heir.next().id() == run.id()

    when:
    done other.stop()
    def another = newRun()
    start(paused, another)
    opening.complete()

    then:
    task.next().id() == another.id()
    saved()*.run_id == [run.id(), another.id()]
    heir.seen[0].epoch() > task.seen[0].epoch()
  }

  def "a run that fails five times is blocked with its last error, and goes on when unblocked"() {
    given:
    task.step = { run -> throw new IllegalStateException('the moon is full') }
    def engine = serving(task)
    def run = newRun()

    when:
    start(engine, run)
    waitUntil { row(run).blocked != null }

    then:
    row(run).blocked == 'taken up 5 times without a commit; last error: the moon is full'
    row(run).due == 'infinity'
    task.seen.size() == 5
    engine.status().blocked() == 1

    when:
    task.step = { finished(it) }

    then:
    done(engine.unblock([run.id(), 12L])) == 1
    task.next().id() == run.id()
    engine.status().blocked() == 0
  }

  def "a blocked run is not woken, and keeps the cause for later"() {
    given:
    def broken = true
    task.step = { run -> run.segment() == 0 ? parked(run, NEVER)
        : broken ? new Advance.Block(run, '', 'version 3 does not compile') : finished(run) }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    task.next()

    when:
    wake(engine, run, 5)
    waitUntil { row(run).blocked != null }

    then:
    row(run).blocked == 'version 3 does not compile'
    row(run).cause == 5
    saved().size() == 1

    when:
    wake(engine, run, 6)
    broken = false

    then:
    row(run).due == 'infinity'
    done(engine.unblock([run.id()])) == 1
    task.next().cause() == 5
  }

  def "a group with one segment that cannot be stored commits the others and blocks that one"() {
    given: 'every lane busy with a run of its own, so that what is done meanwhile is one group'
    def opening = Promise.promise()
    def lanes = (1..COMMIT_LANES).collect { newRun() }
    def groups = new CopyOnWriteArrayList<List<Long>>()
    task.also = { saving ->
      def ids = saving.survivors*.run()*.id()
      groups << ids
      ids.any { it in lanes*.id() } ? opening.future() : Future.succeededFuture()
    }
    def engine = serving(task)
    lanes.each { run ->
      start(engine, run)
      waitUntil { [run.id()] in groups }
    }
    def runs = (1..50).collect { newRun() }
    def bad = runs[7]
    done database.run('insert into saved(task, run_id, segment) values (\'x\', $1::int8, 0)', bad.id())

    when: 'the first ten wait to be saved once the last ten are advanced: an answer takes two steps'
    runs.collate(10).each { some ->
      start(engine, some)
      waitUntil { task.seen*.id().containsAll(some*.id()) }
    }
    opening.complete()
    task.next(COMMIT_LANES + 49)

    then:
    groups.find { bad.id() in it }.containsAll(runs.take(10)*.id())
    waitUntil { row(bad).blocked != null }
    row(bad).blocked.contains('duplicate key')
    live()*.id == [bad.id()]
    saved().count { it.task == task.name } == COMMIT_LANES + 49

    cleanup:
    opening.tryComplete()
  }

  def "a mistake in saving one run blocks it alone, after five tries"() {
    given:
    def runs = (1..20).collect { newRun() }
    def bad = runs[3]
    task.also = { saving ->
      if (saving.survivors.any { it.run().id() == bad.id() }) {
        throw new IllegalStateException('no such label')
      }
      Future.succeededFuture()
    }
    def engine = serving(task)

    when:
    start(engine, runs)
    task.next(19)
    waitUntil { row(bad).blocked != null }

    then:
    row(bad).blocked.endsWith('last error: no such label')
    live()*.id == [bad.id()]
  }

  def "saving may wake a run of the same transaction"() {
    given:
    task.step = { run -> run.segment() == 0 ? parked(run, NEVER) : finished(run) }
    def engine = newEngine(clock)
    task.also = { saving ->
      engine.wake(saving.tx, saving.survivors.findAll { it instanceof Advance.Park }.collect { new Wake(it.run().id(), 3) })
    }
    serving(engine, task)

    when:
    start(engine, (1..10).collect { newRun() })
    def segments = task.next(20)

    then:
    segments.findAll { it.segment() == 1 }*.cause() == [3L] * 10
    live() == []
  }

  def "a flood on one task does not starve another"() {
    given:
    def writer = newEngine(clock)
    def flood = new RecordingTask('journey:flood')
    start(writer, (1..8000).collect { newRun(task: 'journey:flood') } + newRun())
    def order = Collections.synchronizedList([])
    flood.step = { run -> order << 'flood'; finished(run) }
    task.step = { run -> order << 'one'; finished(run) }

    when:
    def engine = newEngine(clock)
    done Future.all(engine.serve(task), engine.serve(flood))
    flood.next(8000)
    task.next()

    then:
    order.indexOf('one') < 6000
  }

  def "a task that never answers leaves room for another"() {
    given:
    def stuck = new RecordingTask('journey:stuck')
    def opening = stuck.hold()
    def engine = newEngine(clock)
    done Future.all(engine.serve(task), engine.serve(stuck))
    start(engine, (1..2000).collect { newRun(task: 'journey:stuck') })
    int begun = 0
    waitUntil { begun > 0 & begun == (begun = stuck.seen.size()) }

    when:
    start(engine, newRun())

    then:
    task.next()

    cleanup:
    opening.complete()
  }

  def "a task can be replaced while its runs sleep, and is not served once retired"() {
    given:
    task.step = { run -> parked(run, NEVER) }
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    task.next()
    def newer = new RecordingTask(task.name)

    when:
    done engine.serve(newer)
    wake(engine, run, 1)

    then:
    newer.next().segment() == 1

    when:
    done engine.retire(task.name)
    start(engine, newRun())
    done engine.serve(new RecordingTask('journey:other'))

    then:
    live().size() == 1
    live().first().segment == 0
    newer.seen.size() == 1

    when:
    done engine.serve(task)

    then:
    task.next().segment() == 0
  }

  def "a run above the worker's level is left alone"() {
    given:
    def engine = serving(task)
    def newer = newRun(level: 2)
    def plain = newRun()

    when:
    start(engine, newer)
    start(engine, plain)

    then:
    task.next().id() == plain.id()
    live()*.id == [newer.id()]
    task.seen*.id() == [plain.id()]
  }

  def "closing lets segments in work commit and gives back what was not started"() {
    given:
    def opening = task.hold()
    def engine = serving(task)
    start(engine, (1..2000).collect { newRun() })
    waitUntil { task.seen }

    when:
    def closing = new CountDownLatch(1)
    Thread.start { done engine.stop(); closing.countDown() }
    waitUntil { live().count { it.lease == null } == 2000 - task.seen.size() }
    int begun = task.seen.size()
    opening.complete()

    then:
    closing.await(20, TimeUnit.SECONDS)
    begun in 1..<2000
    saved().size() == begun
    live().size() == 2000 - begun
    live().every { it.attempts == 0 }
  }

  def "connections that break lose nothing"() {
    given:
    task.step = { run -> run.segment() < 6 ? parked(run, run.now() + Duration.ofMillis(40)) : finished(run) }
    def engine = serving(task)
    def runs = (1..200).collect { newRun() }
    start(engine, runs)
    task.next(200)

    when:
    place.breakConnections()
    waitUntil { saved().size() == 1400 }

    then:
    live() == []
    saved().groupBy { it.run_id }.values().every { it*.segment.sort() == (0..6) }
  }

  def "an idle engine sends no statement"() {
    given:
    task.step = { run -> run.segment() == 0 ? parked(run, run.now() + Duration.ofHours(1)) : finished(run) }
    def engine = serving(task)
    start(engine, newRun())
    task.next()
    def anything = new CountDownLatch(1)
    task.step = { run -> anything.countDown(); finished(run) }
    waitUntil { quietFor(200) }
    def last = lastStatement()

    expect:
    !anything.await(2, TimeUnit.SECONDS)
    lastStatement() <= last
  }
}
