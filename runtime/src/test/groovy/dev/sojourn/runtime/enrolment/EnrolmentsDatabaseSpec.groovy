package dev.sojourn.runtime.enrolment

import dev.sojourn.core.replay.Entry
import dev.sojourn.core.replay.JournalCodec
import dev.sojourn.dsl.JourneyHistory
import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.runtime.bundle.Bundle
import dev.sojourn.runtime.config.BundleConfig
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.Ids
import dev.sojourn.runtime.database.Search
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.decision.Decisions
import dev.sojourn.runtime.engine.EndedRun
import dev.sojourn.runtime.engine.local.LocalEngine
import dev.sojourn.runtime.engine.local.LocalEngineConfig
import dev.sojourn.runtime.outbox.Outbox
import dev.sojourn.runtime.preference.Preferences
import dev.sojourn.runtime.telemetry.Telemetry
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class EnrolmentsDatabaseSpec extends Specification {
  static final WELCOME = '''\
journey('welcome') {
  name 'Welcome'
  trigger 'user.created'
  suppress 0.seconds

  steps {
    checkpoint 'begun'
    sleepFor 7.days, label: 'a week'
  }
}
'''

  @Shared
  @TempDir
  Path directory

  @Shared
  Vertx vertx = Vertx.vertx()

  @Shared
  TestDatabase test = TestDatabase.fresh()

  @Shared
  Database database = test.open(vertx)

  @Shared
  Bundle bundle

  Enrolments enrolments = new Enrolments(
      database, bundle, new Outbox(vertx, database), Telemetry.open(), new Decisions(database, { about, reason, count -> }),
      new Preferences())

  def setupSpec() {
    Files.writeString(Files.createDirectories(directory.resolve('journeys')).resolve('welcome.groovy'), WELCOME)
    bundle = await(Bundle.open(
        vertx, database, new BundleConfig(directory, true, true, Duration.ofMinutes(10)), new ScriptCompiler()))
  }

  def cleanupSpec() {
    bundle.close()
    await(database.close())
    await(vertx.close())
    test.close()
  }

  def cleanup() {
    await(database.run('truncate runs, queued_triggers, events, journal, enrolments, decisions'))
  }

  def "an enrolment that ends is kept with how and why"() {
    given:
    def at = now()
    def one = ended(contact: 7, status: 'completed', label: 'a week', at: at)
    def other = ended(contact: 8, task: 'journey:never-met', status: 'failed', reason: 'step failed', key: 'cart-1', at: at)

    when:
    end([one, other])

    then:
    with(await(enrolments.one(one.run().id())).get()) {
      contactId() == 7
      journeyId() == 'welcome'
      !isLive()
      with(standing()) {
        status() == EnrolmentStatus.COMPLETED
        label() == 'a week'
        reason() == null
        endedAt() == at
        updatedAt() == at
        dueAt() == null
      }
    }
    with(await(enrolments.one(other.run().id())).get()) {
      journeyId() == 'never-met'
      key() == 'cart-1'
      standing().reason() == 'step failed'
    }
    await(enrolments.one(12345)).empty
  }

  def "it ends if and only if the transaction does"() {
    given:
    def one = ended(contact: 7)

    when:
    await(database.transaction { tx ->
      enrolments.ended(tx, [one]).compose { tx.run('select 1/0') }
    })

    then:
    thrown(Exception)
    await(enrolments.one(one.run().id())).empty
  }

  def "the last ended enrolment of each pair is found"() {
    given:
    def first = ended(contact: 7)
    def last = ended(contact: 7)
    def elsewhere = ended(contact: 7, task: 'journey:other')
    end([first, last, elsewhere])
    run(contact: 9)
    def names = await(database.names().intern('task', ['journey:welcome', 'journey:other']))

    when:
    def found = await(database.transaction { tx ->
      enrolments.lastEntries(tx, [7L, 7L, 8L, 9L], [names['journey:welcome'], names['journey:other'], names['journey:welcome'], names['journey:welcome']])
    })

    then:
    found as Set == [
        new LastEntry(7, names['journey:welcome'], last.run().id()),
        new LastEntry(7, names['journey:other'], elsewhere.run().id())] as Set
  }

  def "what contacts did in journeys is answered in the order asked, a live enrolment counted, one held out not"() {
    given:
    def early = now().minusSeconds(3600)
    def late = now().minusSeconds(60)
    end([
        ended(contact: 7, at: early), ended(contact: 7, at: late), ended(contact: 7, status: 'failed'),
        ended(contact: 7, task: 'journey:other', status: 'exited')])
    await(database.run("""insert into enrolments(id, contact_id, event_id, ended_at, journey, version, status)
        select 1, 7, 99, now(), id, 1, 'held_out' from names where name = 'journey:welcome'"""))
    run(contact: 7)
    run(contact: 8)

    expect:
    await(enrolments.histories([
        new Visits(8, 'welcome'), new Visits(7, 'other'), new Visits(7, 'welcome'), new Visits(9, 'welcome'),
        new Visits(7, 'never-met')])) == [
        new JourneyHistory(false, null, 1), new JourneyHistory(false, null, 1), new JourneyHistory(true, late, 4),
        new JourneyHistory(false, null, 0), new JourneyHistory(false, null, 0)]
  }

  def "a live enrolment is #status when its run is due #due and leased until #lease"() {
    given:
    def id = run(contact: 7, due: due, lease: lease, blocked: blocked)

    expect:
    with(await(enrolments.one(id)).get()) {
      isLive()
      standing().status().wire() == status
      standing().blocked() == (blocked != null)
      standing().reason() == blocked
      (standing().dueAt() == null) == (due == 'infinity')
    }

    where:
    due       | lease     | blocked      || status
    '1 day'   | null      | null         || 'waiting'
    '-1 day'  | null      | null         || 'active'
    '1 day'   | '1 hour'  | null         || 'active'
    '1 day'   | '-1 hour' | null         || 'waiting'
    'infinity'| null      | null         || 'waiting'
    'infinity'| null      | 'no script'  || 'waiting'
  }

  def "a live enrolment stands where its journal ends"() {
    given:
    def started = now()
    def id = run(contact: 7, due: '7 days')
    journal(id, 0, [new Entry.Reached('begun'), new Entry.SleepOpened('a week', started, started.plus(Duration.ofDays(7)))])

    expect:
    with(await(enrolments.one(id)).get().standing()) {
      label() == 'a week'
      updatedAt() == started
    }
    with(await(enrolments.journal(await(enrolments.one(id)).get()))) {
      size() == 1
      first().segment() == 0
      first().unreadable() == null
      first().entries()*.kind() == ['checkpoint', 'sleep']
    }
  }

  def "a journal that a newer release wrote is not guessed at"() {
    given:
    def id = run(contact: 7, due: '7 days')
    journal(id, 0, [new Entry.Reached('begun')], JournalCodec.FORMAT + 1)

    expect:
    await(enrolments.one(id)).get().standing().label() == null
    await(enrolments.journal(await(enrolments.one(id)).get())).first().unreadable() != null
  }

  def "a journal that cannot be read leaves out where one stands, and lists the others"() {
    given:
    def broken = run(contact: 7, due: '7 days')
    def whole = run(contact: 8, due: '7 days')
    [broken, whole].each { journal(it, 0, [new Entry.Reached('begun')]) }
    await(database.run("update journal set entries = '[7' where run_id = $broken".toString()))

    expect:
    await(enrolments.page(EnrolmentFilter.ofJourney('welcome'), 100, 0)).enrolments().collect { [it.id(), it.standing().label()] } ==
        [[whole, 'begun'], [broken, null]]
  }

  def "live and ended ones are one list, newest first, in parts"() {
    given:
    def ids = (1..3).collect { n -> [run(contact: n, due: '1 day'), ended(contact: n)] }
    end(ids.collect { it[1] })
    def order = ids.collectMany { [it[0], it[1].run().id()] }.reverse()

    expect:
    await(enrolments.page(EnrolmentFilter.ofJourney('welcome'), 100, 0)).enrolments()*.id() == order
    with(await(enrolments.page(EnrolmentFilter.ofJourney('welcome'), 2, 3))) {
      enrolments()*.id() == order[3..4]
      total() == 6
    }
    await(enrolments.page(new EnrolmentFilter('welcome', EnrolmentStatus.WAITING, null), 100, 0)).enrolments()*.id() == ids.reverse()*.get(0)
    await(enrolments.page(new EnrolmentFilter('welcome', EnrolmentStatus.WAITING, null), 1, 0)).total() == 3
    await(enrolments.page(new EnrolmentFilter(null, null, 2L), 100, 0)).total() == 2
    await(enrolments.page(EnrolmentFilter.ofJourney('nothing'), 100, 0)).total() == 0
  }

  def "they are counted by journey and status"() {
    given:
    run(contact: 1, due: '1 day')
    run(contact: 2, due: '-1 day')
    end([ended(contact: 3), ended(contact: 4), ended(contact: 5, status: 'exited'), ended(contact: 5, task: 'journey:other')])

    when:
    def counts = await(enrolments.counts(['other', 'welcome', 'nobody']))

    then:
    counts.keySet() == ['welcome', 'other'] as Set
    counts['welcome'].byStatus().collectEntries { status, number -> [status.wire(), number] } ==
        [waiting: 1L, active: 1L, completed: 2L, exited: 1L]
    counts['welcome'].of(EnrolmentStatus.FAILED) == 0
    counts['other'].byStatus() == [(EnrolmentStatus.COMPLETED): 1L]
    await(enrolments.counts(['other'])).keySet() == ['other'] as Set
  }

  def "counting ends at a bound for each status, and reads indexes alone, however many there are"() {
    given:
    int most = Search.COUNTED
    def journey = await(database.names().intern('task', ['journey:welcome']))['journey:welcome']
    await(database.run("""
        insert into enrolments(id, contact_id, event_id, ended_at, journey, version, status)
        select n, n, 1, now(), $journey, 1, case when n <= $most + 7 then 'completed' when n <= 2 * $most then 'exited' else 'failed' end
        from generate_series(1, 3 * $most) n""".toString()))
    await(database.run("""
        insert into runs(id, subject, event_id, due_at, task, version)
        select n, n, 1, now() + n * interval '1 hour', $journey, 1 from generate_series(1, $most + 7) n""".toString()))
    await(database.run('vacuum analyze enrolments, runs'))

    expect:
    with(await(enrolments.counts(['welcome']))['welcome']) {
      byStatus() == [(EnrolmentStatus.WAITING): most, (EnrolmentStatus.COMPLETED): most, (EnrolmentStatus.EXITED): most - 7, (EnrolmentStatus.FAILED): most]
          .collectEntries { status, number -> [status, number as long] }
    }

    when: 'a smaller bound tells what is read'
    def plan = await(database.run('explain (analyze, costs off, timing off, buffers off) ' + EnrolmentListStore.COUNTS
        .replace('$1', "'{journey:welcome}'").replace('$2', '100').replace('$3', "'{completed,failed,exited,held_out}'")))*.getString(0)
    def scans = plan.findAll { it.contains('Scan using') && it =~ / on (runs|enrolments) / }

    then:
    scans.size() == 3
    scans.every { it =~ /Index Only Scan using (runs_due|enrolments_by_status) .*rows=(0|\d\d|100)\.00 / }
    !plan.any { it.contains('Seq Scan') }

    and: 'a list counts as far'
    with(await(enrolments.page(new EnrolmentFilter('welcome', EnrolmentStatus.FAILED, null), 2, 0))) {
      total() == most
      it.enrolments()*.id() == [3L * most, 3L * most - 1]
    }
    await(enrolments.page(EnrolmentFilter.ofJourney('nobody'), 2, 0)).total() == 0
  }

  def "one that is ended by hand leaves its end, and what hangs on it is taken back, once"() {
    given:
    def engine = new LocalEngine(LocalEngineConfig.ofDefaults(), database, vertx, database.clock())
    def takenBack = []
    def at = now()
    def live = await(enrolments.one(run(contact: 7))).get()
    def exit = {
      await(enrolments.exit(engine, { tx, ids -> takenBack.addAll(ids); Future.succeededFuture() }, live, at, 'cancelled by ada'))
    }

    expect:
    exit()
    !exit()
    takenBack == [live.id()]
    with(await(enrolments.one(live.id())).get()) {
      eventId() == live.eventId()
      version() == live.version()
      standing().status() == EnrolmentStatus.EXITED
      standing().reason() == 'cancelled by ada'
      standing().endedAt() == at
    }
  }

  def "an end lets the trigger that waits for it follow, on the version that is active now, once"() {
    given:
    def engine = new LocalEngine(LocalEngineConfig.ofDefaults(), database, vertx, database.clock())
    queue([trigger(7, 'a', 1001), trigger(7, 'b', 1002), trigger(8, '', 1003)])
    queue([trigger(7, 'a', 1004), trigger(8, '', 1000)])
    await(database.run("insert into events(id, contact_id, name, source, occurred_at) select u, 7, 1, 1, now() from unnest('{1004, 1007}'::int8[]) u"))

    expect: 'a newer trigger takes the place of an older one'
    waiting() == [[7, 'a', 1004], [7, 'b', 1002], [8, '', 1003]]
    await(database.transaction { tx -> enrolments.queued(tx, [7L, 9L]) }).collectEntries { id, all -> [id, all*.key() as Set] } ==
        [7L: ['a', 'b'] as Set]

    when:
    end(engine, [ended(contact: 7, key: 'a', status: how), ended(contact: 9)])

    then:
    waiting() == [[7, 'b', 1002], [8, '', 1003]]
    await(database.run('select subject, key, event_id, version, cause from runs'))
        .collect { [it.getLong(0), it.getString(1), it.getLong(2), it.getInteger(3), it.getLong(4)] } ==
        [[7, 'a', 1004, version(), 1007]]

    when:
    await(database.run('delete from runs'))
    end(engine, [ended(contact: 7, key: 'a')])

    then:
    await(database.run('select 1 from runs')).size() == 0

    where:
    how << ['completed', 'failed', 'exited']
  }

  def "one that is ended by hand lets the next follow, and neither happens when the transaction fails"() {
    given:
    def engine = new LocalEngine(LocalEngineConfig.ofDefaults(), database, vertx, database.clock())
    def live = await(enrolments.one(run(contact: 7))).get()
    queue([trigger(7, '', 1001)])

    when:
    await(enrolments.exit(engine, { tx, ids -> tx.run('select 1/0').mapEmpty() }, live, now(), 'cancelled'))

    then:
    thrown(ExecutionException)
    await(enrolments.one(live.id())).get().isLive()
    waiting() == [[7, '', 1001]]

    when:
    await(enrolments.exit(engine, { tx, ids -> Future.succeededFuture() }, live, now(), 'cancelled'))

    then:
    waiting() == []
    await(database.run('select event_id from runs')).collect { it.getLong(0) } == [1001]
  }

  def "nothing follows into a journey that #what, and the reason is told"() {
    given:
    def engine = new LocalEngine(LocalEngineConfig.ofDefaults(), database, vertx, database.clock())
    queue([trigger(7, '', 1001, journey)])
    await(enrolments.turn('welcome', false))

    when:
    end(engine, [ended(contact: 7, task: "journey:$journey".toString())])

    then:
    waiting() == []
    await(database.run('select 1 from runs')).size() == 0
    await(database.run('select about, reason from decisions')).collect { [it.getString(0), it.getString(1)] } ==
        [["journey:$journey".toString(), reason]]

    cleanup:
    await(enrolments.turn('welcome', true))

    where:
    what             | journey   || reason
    'is removed'     | 'removed' || 'journey_disabled'
    'is switched off' | 'welcome' || 'journey_disabled_by_admin'
  }

  def "it goes on living when what hangs on it cannot be taken back"() {
    given:
    def engine = new LocalEngine(LocalEngineConfig.ofDefaults(), database, vertx, database.clock())
    def live = await(enrolments.one(run(contact: 7))).get()

    when:
    await(enrolments.exit(engine, { tx, ids -> tx.run('select 1/0').mapEmpty() }, live, now(), 'cancelled'))

    then:
    thrown(ExecutionException)
    await(enrolments.one(live.id())).get().isLive()
  }

  def "journals of those that ended long ago are forgotten, a part at a time; others stay"() {
    given: 'three that ended long ago, one that ended now though it began then, and one that lives since'
    def long1 = Ids.lastOf(now().minus(100, ChronoUnit.DAYS))
    def old = (1..3).collect { ended(contact: it, id: long1 + it, at: now().minus(95, ChronoUnit.DAYS)) }
    def late = ended(contact: 4, id: long1 + 4)
    def live = run(contact: 5, id: long1 + 5)
    end(old + late)
    (old + late).each { one -> (0..1).each { journal(one.run().id(), it, []) } }
    journal(live, 0, [])
    def forget = { int most ->
      await(database.transaction { tx -> enrolments.forgetJournals(tx, now().minus(90, ChronoUnit.DAYS), most) })
    }

    expect:
    forget(2) == 2
    kept() == [old[2].run().id(), late.run().id(), live]
    forget(2) == 1
    kept() == [late.run().id(), live]
    forget(2) == 0
    kept() == [late.run().id(), live]
    await(enrolments.one(old[0].run().id())).present
  }

  def "a journey is switched off and on"() {
    when:
    await(enrolments.turn('welcome', false))

    then:
    await(enrolments.switchedOff()) == ['welcome'] as Set

    when:
    await(enrolments.turn('welcome', true))

    then:
    await(enrolments.switchedOff()) == [] as Set
  }

  def "what another tenant switched off is switched off there alone"() {
    given: "another tenant's switch, and a trigger of ours that waits"
    await(database.run("insert into journey_configs(tenant, journey_id, enabled, updated_at) values (5, 'welcome', false, now())"))
    def engine = new LocalEngine(LocalEngineConfig.ofDefaults(), database, vertx, database.clock())
    await(database.transaction { tx -> enrolments.queue(tx, [trigger(7, '', 100)]) })

    expect:
    await(enrolments.switchedOff()) == [] as Set
    await(database.transaction { tx -> enrolments.switchedOff(tx) }) == [5: ['welcome'] as Set]

    when:
    end(engine, [ended(contact: 7)])

    then:
    await(database.run('select subject from runs'))*.getLong(0) == [7L]
    await(database.run('select 1 from decisions')).size() == 0

    cleanup:
    await(database.run('delete from journey_configs where tenant = 5'))
  }

  def "the newest of a contact are told in parts with their number, and how those ended that did lately"() {
    given:
    def old = ended(contact: 7, at: now().minus(3, ChronoUnit.DAYS))
    def others = [ended(contact: 7, status: 'failed'), ended(contact: 7), ended(contact: 8, status: 'exited')]
    end([old] + others)
    def live = run(contact: 7)
    def newest = { long before, int most -> await(enrolments.newest(7, before, most)) }

    expect:
    newest(Long.MAX_VALUE, 2).with { [it.ids(), it.total()] } == [[live, others[1].run().id()], 4]
    newest(others[0].run().id(), 9).with { [it.ids(), it.total()] } == [[old.run().id()], 4]
    await(Enrolments.activity(database, now().minus(1, ChronoUnit.DAYS))).with { [it.failed(), it.done()] } == [1, 1]
  }

  private Ended ended(Map given) {
    def run = new EndedRun(given.id ?: database.ids().next(), 0, given.contact as long, given.task ?: 'journey:welcome',
        given.key ?: '', version(), 99)
    new Ended(run, EnrolmentStatus.of(given.status ?: 'completed').get(), given.label, given.reason, given.at ?: now(), null)
  }

  private void end(List<Ended> all) {
    await(database.transaction { tx -> enrolments.ended(tx, all) })
  }

  private void end(LocalEngine engine, List<Ended> all) {
    await(database.transaction { tx -> enrolments.ended(engine, tx, all) })
  }

  private static QueuedTrigger trigger(long contact, String key, long event, String journey = 'welcome') {
    new QueuedTrigger(0, contact, journey, key, event)
  }

  private void queue(List<QueuedTrigger> all) {
    await(database.transaction { tx -> enrolments.queue(tx, all) })
  }

  private List<List> waiting() {
    await(database.run('select contact_id, key, event_id from queued_triggers order by 1, 2'))
        .collect { [it.getLong(0), it.getString(1), it.getLong(2)] }
  }

  private List<Long> kept() {
    await(database.run('select distinct run_id from journal order by 1')).collect { it.getLong(0) }
  }

  private long run(Map given) {
    def task = await(database.names().intern('task', ['journey:welcome']))['journey:welcome']
    def id = given.id ?: database.ids().next()
    def due = given.due == 'infinity' ? Instant.MAX : from(given.due ?: '1 day')
    await(database.run('''insert into runs(id, subject, event_id, due_at, lease_until, task, version, blocked)
        values ($1::int8, $2::int8, 99, $3::timestamptz, $4::timestamptz, $5::int4, $6::int4, $7::text)''',
        id, given.contact as long, due, given.lease ? from(given.lease) : null, task, version(), given.blocked))
    id
  }

  private void journal(long id, int segment, List<Entry> entries, int format = JournalCodec.FORMAT) {
    def labels = bundle.active().journeys()['welcome'].definition().labels()
    await(database.run('''insert into journal(run_id, generation, segment, format, entries)
        values ($1::int8, 0, $2::int4::int2, $3::int4::int2, $4::text)''', id, segment, format, JournalCodec.encode(entries, labels)))
  }

  private int version() {
    bundle.active().journeys()['welcome'].version()
  }

  private static Instant from(String offset) {
    def (amount, unit) = offset.tokenize(' ')
    now().plus(amount as long, unit.startsWith('day') ? ChronoUnit.DAYS : ChronoUnit.HOURS)
  }

  private static Instant now() {
    Instant.now().truncatedTo(ChronoUnit.MILLIS)
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
