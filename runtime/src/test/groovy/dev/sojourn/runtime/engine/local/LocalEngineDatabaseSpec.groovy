package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.engine.Advance
import dev.sojourn.runtime.engine.Engine
import dev.sojourn.runtime.engine.EngineContractSpec
import dev.sojourn.runtime.engine.MovableClock
import dev.sojourn.runtime.engine.RecordingTask
import io.vertx.core.Future
import io.vertx.core.VertxException
import io.vertx.pgclient.PgException
import java.time.Duration

class LocalEngineDatabaseSpec extends EngineContractSpec {
  private static final LocalEngineConfig CONFIG =
      new LocalEngineConfig(COMMIT_LANES, 128, 1024, Duration.ofSeconds(6), Duration.ofSeconds(30), 1)

  @Override
  protected Engine newEngine(MovableClock clock) {
    engineWith(CONFIG, clock)
  }

  private LocalEngine engineWith(LocalEngineConfig config, MovableClock time) {
    closedAfterwards(new LocalEngine(config, newHandle(), vertx, time))
  }

  def "new and woken runs of a task served here are handed over without a claim"() {
    given:
    task.step = { run -> run.segment() == 0 ? parked(run, NEVER) : finished(run) }
    def engine = serving(task) as LocalEngine
    def runs = (1..10).collect { newRun() }

    when:
    start(engine, runs)
    task.next(10)
    runs.each { wake(engine, it, 4) }
    task.next(10)
    waitUntil { engine.count(EngineCount.FINISHED) == 10 }

    then:
    engine.count(EngineCount.CLAIMED) == 0
    engine.count(EngineCount.HANDED_OVER) == 20
  }

  def "a run that a dead process held is taken up when its lease ends, without a sweep"() {
    given:
    def writer = newEngine(clock)
    def run = newRun()
    start(writer, run)
    done database.run(
        'update runs set lease_until = $2, epoch = 1, attempts = 1 where id = $1::int8',
        run.id(), clock.instant() + Duration.ofMillis(300))

    when:
    serving(task)

    then:
    with(task.next()) {
      id() == run.id()
      epoch() == 2
      attempts() == 2
    }
  }

  def "a worker paused past its lease blocks nothing"() {
    given:
    def opening = task.hold()
    task.step = { run -> new Advance.Block(run, '', 'version 3 does not compile') }
    def run = newRun()
    def paused = atWork(run) as LocalEngine
    def heir = new RecordingTask(task.name)
    heir.step = { parked(it, NEVER) }

    when:
    serving(heir, new MovableClock(ahead: Duration.ofMinutes(1)))
    heir.next()
    opening.complete()

    then:
    waitUntil { paused.count(EngineCount.FENCES_LOST) == 1 }
    row(run).blocked == null
  }

  def "a worker paused past its lease neither renews nor gives back what another holds"() {
    given:
    def opening = task.hold()
    task.step = { throw new IllegalStateException('the moon is full') }
    def brief = new LocalEngineConfig(1, 8, 8, Duration.ofMillis(300), Duration.ofSeconds(30), 1)
    def run = newRun()
    def paused = atWork(engineWith(brief, clock), run) as LocalEngine
    def heir = new RecordingTask(task.name)
    def working = heir.hold()

    when:
    serving(heir, new MovableClock(ahead: Duration.ofMinutes(1)))
    waitUntil { heir.seen.size() == 1 }
    def lease = row(run).lease
    def renewals = paused.count(EngineCount.RENEWALS)
    waitUntil { paused.count(EngineCount.RENEWALS) > renewals + 1 }

    then:
    row(run).lease == lease

    when:
    opening.complete()
    waitUntil { paused.count(EngineCount.RELEASED) == 1 }
    done paused.stop()

    then:
    row(run).lease == lease

    cleanup:
    working.tryComplete()
  }

  def "leases of long work are renewed"() {
    given:
    def opening = task.hold()
    def brief = new LocalEngineConfig(1, 8, 8, Duration.ofMillis(900), Duration.ofSeconds(30), 1)
    def run = newRun()
    atWork(engineWith(brief, clock), run)
    def first = row(run).lease

    when:
    waitUntil { row(run).lease > first }
    opening.complete()

    then:
    task.next().epoch() == 1
  }

  def "a run that was taken up five times by workers that died is blocked unseen"() {
    given:
    def writer = newEngine(clock)
    def run = newRun()
    start(writer, run)
    done database.run('update runs set attempts = 5, epoch = 5 where id = $1::int8', run.id())

    when:
    serving(task)
    waitUntil { row(run).blocked != null }

    then:
    row(run).blocked.startsWith('taken up 5 times without a commit; last error: none known')
    task.seen == []
  }

  def "failures that pass do not count, however often they come"() {
    given:
    def failures = 7
    task.step = { run ->
      if (failures-- > 0) {
        throw new VertxException('Timeout waiting for connection', true)
      }
      finished(run)
    }
    def brief = new LocalEngineConfig(1, 8, 8, Duration.ofMillis(300), Duration.ofSeconds(30), 1)
    def engine = engineWith(brief, clock)
    serving(engine, task)

    when:
    start(engine, newRun())
    task.next()

    then:
    task.seen*.attempts() == [1] * 8
    engine.count(EngineCount.BLOCKED) == 0
  }

  def "a group the server has no room for is halved, not sent again whole"() {
    given:
    def opening = task.hold()
    task.also = { saving ->
      saving.survivors.size() > 3
          ? Future.failedFuture(new PgException('out of shared memory', 'ERROR', '53200', ''))
          : Future.succeededFuture()
    }
    def engine = serving(task) as LocalEngine
    start(engine, (1..32).collect { newRun() })

    when:
    opening.complete()
    task.next(32)

    then:
    engine.count(EngineCount.SPLITS) > 0
    engine.count(EngineCount.RETRIES) == 0
    live() == []
  }

  def "a vacuum round may take its time, which no other statement may"() {
    given:
    def lane = done database.lane()

    when:
    def before = (done lane.run('show statement_timeout')).first().getString(0)
    done lane.run(RunStore.TAKE_TIME)
    done lane.run(RunStore.VACUUM)

    then:
    before == '30s'
    (done lane.run('show statement_timeout')).first().getString(0) == '0'

    cleanup:
    done lane.close()
  }

  def "stopping twice is stopping once"() {
    given:
    def engine = serving(task)

    when:
    def first = engine.stop()

    then:
    engine.stop().is(first)
    done(first) == null
    engine.stop().is(first)
  }

  def "a version with twenty blocked runs takes no more, until runs are unblocked"() {
    given:
    task.step = { run -> new Advance.Block(run, '', 'no') }
    def engine = serving(task) as LocalEngine
    def runs = (1..20).collect { newRun() }
    start(engine, runs)
    waitUntil { live().size() == 20 && engine.count(EngineCount.BLOCKED) == 20 }
    task.step = { finished(it) }
    def late = newRun()

    when:
    start(engine, late)
    waitUntil { engine.count(EngineCount.CLAIMS) > 1 }

    then:
    task.seen.size() == 20
    row(late).epoch == 0

    when:
    done engine.unblock(runs*.id())

    then:
    task.next(21)*.id().contains(late.id())
  }

  def "a process with more due work than it may hold takes it all in the end"() {
    given:
    def writer = newEngine(clock)
    task.step = { run -> run.segment() == 0 ? parked(run, run.now()) : finished(run) }
    def tiny = new LocalEngineConfig(1, 8, 16, Duration.ofSeconds(6), Duration.ofSeconds(30), 1)
    def engine = engineWith(tiny, clock)

    when:
    start(writer, (1..300).collect { newRun() })
    serving(engine, task)
    start(engine, (1..300).collect { newRun() })
    task.next(1200)

    then:
    live() == []
  }

  def "a missed hint is found by the sweep"() {
    given:
    def soon = new LocalEngineConfig(1, 8, 16, Duration.ofSeconds(6), Duration.ofMillis(200), 1)
    def engine = engineWith(soon, clock)
    serving(engine, task)

    when: 'a row appears without a hint'
    done database.run('''
        insert into runs(id, subject, event_id, due_at, task, version)
        select 1, 1, 1, $1::timestamptz, id, 1 from names where name = 'journey:one' ''', clock.instant())

    then:
    task.next().id() == 1
  }

  def "an open wait stands in the row while the run is parked"() {
    given:
    def waits = new Advance.Wait('feature.used', '[]')
    task.step = { run -> new Advance.Park(run, '', run.now() + Duration.ofDays(1), waits) }
    def engine = serving(task)
    def run = newRun()

    when:
    start(engine, run)
    task.next()
    def open = rows("""select n.name, r.wait_rule, r.lease_until, r.attempts, r.segment
                       from runs r join names n on n.id = r.wait_name and n.kind = 'event'""")

    then:
    open == [[name: 'feature.used', wait_rule: '[]', lease_until: null, attempts: 0, segment: 1]]
  }
}
