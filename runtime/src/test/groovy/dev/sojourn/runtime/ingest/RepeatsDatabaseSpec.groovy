package dev.sojourn.runtime.ingest

import static dev.sojourn.runtime.ingest.IngestFixture.await

import dev.sojourn.core.draw.Draws
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Triggers that come while an enrolment of their journey is live, and those that a holdout keeps out. */
class RepeatsDatabaseSpec extends Specification {
  static final JOURNEYS = [
      again: "trigger 'again'\n  entryLimit unlimited\n  key 'cart'\n  onRepeat restart",
      line : "trigger 'line'\n  entryLimit unlimited\n  key 'cart'\n  onRepeat queue\n  exitOn 'stop', sameKey: true",
      turn : "trigger 'turn'\n  entryLimit unlimited\n  onRepeat queue\n  exitOn 'turn'",
      held : "trigger 'held'\n  entryLimit unlimited\n  holdout percent: 50, salt: 'x'",
      hears: "trigger 'journey:heldout'\n  entryLimit unlimited"
  ]

  @Shared @TempDir Path directory
  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared @AutoCleanup IngestFixture here
  @Shared @AutoCleanup IngestFixture there

  def setupSpec() {
    here = new IngestFixture(test, IngestFixture.bundle(directory, JOURNEYS))
    there = new IngestFixture(test, directory, false)
  }

  def cleanup() {
    here.forget()
  }

  def "restart: the live run ends with the reason, its queued mail is taken back, and it begins anew"() {
    given:
    take('again', 'c1')
    take('again', 'c2')
    def before = runs()
    here.rows('''insert into sends(id, run_id, ordinal, due_at, status, template, category)
        select id, id, 0, now(), 'queued', 't', 'journey' from runs''')

    when:
    def receipt = take('again', 'c1')

    then:
    receipt.exits() == []
    receipt.dispatched() == ['again']
    runs()*.key == ['c2', 'c1']
    runs()[0] == before[1]
    runs()[1].event_id == idOf(receipt)
    ended() == [[id: before[0].id, status: 'exited', reason: "restarted by event 'again'"]]
    here.rows('select run_id, status from sends order by id') == [
        [run_id: before[0].id, status: 'cancelled'], [run_id: before[1].id, status: 'queued']]
  }

  def "restart within a batch, and by two processes at once, leaves one live run and tells of every other"() {
    when:
    here.together((1..5).collect { event('again', 'c1') }).each { await(it) }

    then:
    runs().size() == 1
    ended().size() == 4

    when:
    (1..40).collect { (it % 2 ? here : there).send(event('again', 'c1')) }.each { await(it) }

    then:
    runs().size() == 1
    ended()*.reason.unique() == ["restarted by event 'again'"]
    ended().size() == 44
    runs()[0].event_id == here.rows('select max(id) as id from events')[0].id
  }

  def "queue: the newest trigger waits, and follows when the live run leaves"() {
    given:
    def first = take('line', 'c1')
    take('line', 'c1')
    take('line', 'c2')
    def newest = take('line', 'c1')
    def before = runs()

    expect:
    newest.dispatched() == ['line']
    before*.key == ['c1', 'c2']
    waiting() == [[key: 'c1', event_id: idOf(newest)]]
    refusals('journey:line') == [queued: 2]

    when:
    def stop = take('stop', 'c1')

    then:
    stop.exits()*.exited() == [true, false]
    ended()*.id == [before[0].id]
    runs()*.key == ['c2', 'c1']
    runs()*.event_id == [before[1].event_id, idOf(newest)]
    waiting() == []

    and: 'it knows what came before it began'
    here.rows('select cause from runs order by id')*.cause == [null, idOf(stop)]

    when: 'nothing waits any more'
    take('stop', 'c1')

    then:
    runs()*.key == ['c2']
    here.rows('select event_id from enrolments order by id')*.event_id == [idOf(first), idOf(newest)]
  }

  def "queue within one batch comes to the same"() {
    when:
    def receipts = here.together(
        ['line', 'line', 'line', 'stop', 'line', 'stop', 'line'].collect { event(it, 'c1') }).collect { await(it) }
    def ids = receipts.collect { idOf(it) }

    then: 'the third follows the first, the fifth the third, and the last waits for it'
    here.rows('select event_id from enrolments order by id')*.event_id == [ids[0], ids[2]]
    runs()*.event_id == [ids[4]]
    waiting() == [[key: 'c1', event_id: ids[6]]]
  }

  def "queue: what waited and followed within one batch waits no longer"() {
    when:
    def ids = here.together(['line', 'line', 'stop'].collect { event(it, 'c1') }).collect { idOf(await(it)) }

    then:
    runs()*.event_id == [ids[1]]
    waiting() == []
  }

  def "an event that ends the run and is its trigger lets the one before it follow, and waits itself"() {
    given:
    def ids = (1..3).collect { idOf(here.take(name: 'turn', user: 'ada')) }

    expect: 'the second ended the first and began, the third ended that and began'
    runs()*.event_id == [ids[2]]
    waiting() == []
    ended().size() == 2

    when: 'what waits comes from elsewhere'
    here.rows('''insert into queued_triggers(contact_id, journey, key, event_id)
        select subject, task, key, $1::int8 from runs''', ids[0])
    def last = idOf(here.take(name: 'turn', user: 'ada'))

    then:
    runs()*.event_id == [ids[0]]
    waiting() == [[key: '', event_id: last]]
  }

  def "triggers and ends in two processes at once: whoever leaves lets one follow, and none is begun twice"() {
    when:
    def names = (1..60).collect { it % 3 ? 'line' : 'stop' }
    names.withIndex().collect { name, i -> (i % 2 ? here : there).send(event(name, 'c1')) }.each { await(it) }
    def begun = here.rows('select event_id from all_enrolments')*.event_id

    then:
    runs().size() <= 1
    waiting().size() <= runs().size()
    begun.size() == begun.toUnique().size()
    ended()*.reason.unique() == ["event 'stop'"]

    when: 'all leave'
    2.times { take('stop', 'c1') }

    then:
    runs() == []
    waiting() == []
  }

  def "what waits for a journey that was switched off is let go, with the reason"() {
    given:
    2.times { take('line', 'c1') }
    here.rows("insert into journey_configs(journey_id, enabled, updated_at) values ('line', false, now())")

    when:
    take('stop', 'c1')
    take('line', 'c1')

    then:
    runs() == []
    waiting() == []
    refusals('journey:line').queued == 1
    refusals('journey:line').keySet() == ['queued', 'journey_disabled_by_admin'] as Set
  }

  def "a contact that is held out has one such enrolment ever, and a reason each time"() {
    given:
    def (held, other) = [true, false].collect { out ->
      (1..100).collect { "u$it".toString() }.find { (Draws.holdout('x', 'held', it) < 5000) == out }
    }

    when:
    3.times { here.take(name: 'held', user: held) }
    here.together([[name: 'held', user: held], [name: 'held', user: held], [name: 'held', user: other]]).each { await(it) }

    then:
    ended()*.status == ['held_out']
    runs().size() == 1
    refusals('journey:held') == [held_out: 5]

    when:
    here.relay()

    then: 'a journey that asks is told, once'
    eventually { here.rows('select 1 from outbox') == [] }
    here.rows('''select c.external_id, e.props->>'journeyId' as journey from events e
        join names n on n.id = e.name join contacts c on c.id = e.contact_id
        where n.name = 'journey:heldout' ''') == [[external_id: held, journey: 'held']]
    here.rows("select 1 from runs r join names n on n.id = r.task where n.name = 'journey:hears'").size() == 1
  }

  private Map event(String name, String cart) {
    [name: name, user: 'ada', json: '{"cart": "' + cart + '"}']
  }

  private Receipt take(String name, String cart) {
    here.take(event(name, cart))
  }

  private long idOf(Receipt receipt) {
    here.database.publicIds().id(receipt.eventId()).asLong
  }

  private List<Map> runs() {
    here.rows('select id, key, event_id from runs order by id')
  }

  private List<Map> ended() {
    here.rows('select id, status, reason from enrolments order by id')
  }

  private List<Map> waiting() {
    here.rows('select key, event_id from queued_triggers order by key')
  }

  private Map<String, Integer> refusals(String about) {
    here.rows('select reason, count from decisions where about = $1', about).collectEntries { [it.reason, it.count] }
  }

  /** True once the condition holds, asked after each answer of the database; fails after ten seconds. */
  private static boolean eventually(Closure<Boolean> condition) {
    def limit = System.nanoTime() + java.util.concurrent.TimeUnit.SECONDS.toNanos(10)
    while (!condition()) {
      assert System.nanoTime() < limit
    }
    true
  }
}
