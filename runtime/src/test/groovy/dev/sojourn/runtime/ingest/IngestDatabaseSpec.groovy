package dev.sojourn.runtime.ingest

import static dev.sojourn.runtime.ingest.IngestFixture.await

import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.event.OwnEvent
import dev.sojourn.runtime.event.Source
import io.vertx.core.Future
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class IngestDatabaseSpec extends Specification {
  static final JOURNEYS = [
      welcome: "trigger 'user.created'\n  entryLimit once",
      cart: "trigger 'cart.filled', where: where { total >= 10 }\n  entryLimit unlimited\n  key 'cart.id'\n" +
          "  exitOn 'cart.paid', sameKey: true",
      swing: "trigger 'swing'\n  entryLimit unlimited\n  exitOn 'swing'\n  exitOn 'stop', where: where { hard == true }",
      weekly: "trigger 'visit.weekly'\n  entryLimit oncePer(7.days)",
      loop: "trigger 'loop'\n  entryLimit unlimited\n  exitOn 'journey:exited'",
      again: "trigger 'journey:exited'\n  entryLimit unlimited\n  exitOn 'journey:exited'",
      shut: "enabled false\n  trigger 'user.created'\n  entryLimit once",
      one: "trigger 'fan.out'\n  entryLimit once",
      two: "trigger 'fan.out'\n  entryLimit unlimited",
      three: "trigger 'fan.out', where: where { n == 1 }\n  entryLimit once"
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

  def "the first event makes the contact, later ones find it by any of its keys"() {
    when:
    def first = here.take(user: 'ada', email: 'ada@example.com')
    def second = here.take(email: 'ada@example.com')
    def third = here.take(user: 'ada', anonymous: 'browser-1')

    then:
    [first, second, third]*.stored() == [true, true, true]
    [first, second, third]*.contactKey().unique() == ['ada']
    [first, second, third]*.eventId().unique().size() == 3
    contacts() == [[external_id: 'ada', email: 'ada@example.com', anonymous_id: 'browser-1']]
    keys() == ['1 ada', '2 ada@example.com', '3 browser-1']
  }

  def "a contact without a name of its own is called by its public id"() {
    expect:
    here.database.publicIds().id(here.take(email: 'a@b.de').contactKey()).present
  }

  def "a missing name is filled in, a second one of a kind becomes an alias"() {
    given:
    here.take(email: 'ada@example.com')

    when:
    def filled = here.take(email: 'ada@example.com', user: 'ada')
    def alias = here.take(user: 'ada', email: 'ada@work.example')
    def byAlias = here.take(email: 'ada@work.example')

    then:
    [filled, alias, byAlias]*.contactKey() == ['ada', 'ada', 'ada']
    contacts() == [[external_id: 'ada', email: 'ada@example.com', anonymous_id: null]]
    keys() == ['1 ada', '2 ada@example.com', '2 ada@work.example']
  }

  def "of an event under the keys of two people the first counts, and the others of the batch go on"() {
    given:
    here.take(user: 'ada')
    here.take(user: 'bob', email: 'bob@example.com')

    when:
    def receipts = here.together([
        [user: 'ada'],
        [user: 'ada', email: 'bob@example.com', anonymous: 'new'],
        [email: 'bob@example.com'],
        [anonymous: 'new', user: 'ada']])

    then:
    receipts.collect { await(it).contactKey() } == ['ada', 'ada', 'bob', 'ada']
    receipts.collect { await(it).person().conflict() } == [false, true, false, false]
    keys() == ['1 ada', '1 bob', '2 bob@example.com', '3 new']
  }

  def "events of one batch about one new person make one contact"() {
    when:
    here.together([
        [user: 'ada'],
        [user: 'ada', email: 'ada@example.com', contact: [plan: 'free', seats: 1]],
        [email: 'ada@example.com', anonymous: 'b', contact: [plan: 'pro', seats: null]]]).each { await(it) }

    then:
    contacts() == [[external_id: 'ada', email: 'ada@example.com', anonymous_id: 'b']]
    properties() == '{"plan": "pro"}'
    here.rows('select 1 from events').size() == 3
  }

  def "contact properties are merged, replaced whole, and deleted by null"() {
    given:
    here.take(user: 'ada', contact: [plan: 'free', address: [city: 'Ulm', zip: '1'], gone: 1, kept: true])

    when:
    here.take(user: 'ada', contact: [plan: 'pro', address: [city: null], gone: null])
    here.take(user: 'ada')

    then:
    properties() == '{"kept": true, "plan": "pro", "address": {"city": null}}'
  }

  def "last seen is written when it is more than five minutes old, and never moves back"() {
    given:
    here.take(user: 'ada')

    when:
    here.rows("update contacts set last_seen_at = last_seen_at - interval '$age'".toString())
    def before = seen()
    here.take(user: 'ada')

    then:
    (seen() > before) == written

    where:
    age          || written
    '4 minutes'  || false
    '6 minutes'  || true
    '-6 minutes' || false
  }

  def "fifty posts of one idempotency key store one event and enrol once"() {
    when:
    def receipts = (1..50).collect {
      (it % 2 ? here : there).send(name: 'user.created', user: 'ada', key: 'k1')
    }.collect { await(it) }

    then:
    receipts.count { it.stored() } == 1
    receipts*.eventId().unique().size() == 1
    receipts.findAll { !it.stored() }.every { it.exits() == [] && it.dispatched() == [] }
    here.rows('select 1 from events').size() == 1
    here.rows('select 1 from runs').size() == 1
  }

  def "a repeat in the same batch, and one about somebody else, answer the first event"() {
    when:
    def receipts = here.together([
        [user: 'ada', key: 'k', contact: [n: 1]],
        [user: 'ada', key: 'k', contact: [n: 2]],
        [user: 'bob', key: 'k', contact: [n: 3]]]).collect { await(it) }

    then:
    receipts*.stored() == [true, false, false]
    receipts*.eventId().unique().size() == 1
    here.rows("select properties::text as p from contacts where external_id = 'ada'")*.p == ['{"n": 1}']
  }

  def "a key is known for ever, also where no repeat has come for long: in a batch of #size"() {
    given: 'so many batches that the lane asks for keys no more'
    def first = here.take(user: 'ada', key: 'k')
    250.times { here.take(user: 'bob') }

    when:
    def receipts = here.together([[user: 'ada', key: 'k']] + (1..<size).collect { [user: 'bob'] }).collect { await(it) }

    then:
    receipts*.stored() == [false] + [true] * (size - 1)
    receipts[0].eventId() == first.eventId()

    where:
    size << [1, 3]
  }

  def "a journey entered once stays entered once under fifty events in two processes"() {
    when:
    (1..50).collect { (it % 2 ? here : there).send(name: 'user.created', user: 'ada') }.each { await(it) }

    then:
    here.rows('select 1 from events').size() == 50
    here.rows('select 1 from runs').size() == 1
    refusals('journey:welcome') == [already_entered_once: 49]
  }

  def "one event begins a run in each of three journeys, and no run is begun twice"() {
    when:
    def receipts = here.together([[name: 'fan.out', user: 'ada', json: '{"n": 1}'], [name: 'fan.out', user: 'ada', json: '{"n": 1}']]).collect { await(it) }

    then:
    receipts*.dispatched()*.toSorted() == [['one', 'three', 'two']] * 2
    runs().size() == 3
    runs()*.task.toSet().size() == 3
  }

  def "an ended enrolment counts for once and for its period"() {
    given:
    here.take(name: 'user.created', user: 'ada')
    here.take(name: 'visit.weekly', user: 'ada')
    endAll('completed')

    when:
    here.take(name: 'user.created', user: 'ada')
    here.take(name: 'visit.weekly', user: 'ada')

    then:
    runs() == []
    refusals('journey:welcome') == [already_entered_once: 1]
    refusals('journey:weekly') == [period_not_elapsed: 1]
  }

  def "refusals can be read with the values that decided"() {
    given:
    here.take(name: 'cart.filled', user: 'ada', json: '{"total": 3, "cart": {"id": "c1"}}')
    here.take(name: 'cart.filled', user: 'ada', json: '{"total": 4, "cart": {"id": "c1"}}')
    here.take(name: 'cart.filled', user: 'ada', json: '{"total": 40}')
    here.rows("insert into journey_configs(journey_id, enabled, updated_at) values ('weekly', false, now())")
    def receipt = here.take(name: 'visit.weekly', user: 'ada')
    here.take(name: 'user.created', user: 'ada')

    when:
    def all = await(here.decisions.of(contactId()))

    then:
    all.collectEntries { ["${it.about()} ${it.reason()}".toString(), it.count()] } == [
        'journey:cart trigger_conditions_not_met': 2,
        'journey:cart key_missing'               : 1,
        'journey:weekly journey_disabled_by_admin': 1,
        'journey:shut journey_disabled'          : 1]
    all.find { it.reason() == 'trigger_conditions_not_met' }.compared().total == 4
    receipt.dispatched() == []
    here.tallies['journey:cart trigger_conditions_not_met'] == 2
  }

  def "who wants no mail at all does not enter"() {
    given:
    here.take(user: 'ada')
    here.rows("insert into preferences(contact_id, unsubscribed_all) values (${contactId()}, true)".toString())

    when:
    here.take(name: 'user.created', user: 'ada')

    then:
    runs() == []
    refusals('journey:welcome') == [user_unsubscribed: 1]
  }

  def "whose address wants no mail does not enter: #what"() {
    given:
    known.each { here.take(it) }
    here.rows("insert into preferences(contact_id, email, unsubscribed_all) values (0, 'left@example.com', true)")

    when:
    here.take(event)

    then:
    runs().size() == enters
    refusals('journey:welcome') == (enters ? [:] : [user_unsubscribed: 1])

    where:
    what                                 | known                                     | event                                                             || enters
    'a new contact'                      | []                                        | [name: 'user.created', user: 'ada', email: 'left@example.com']    || 0
    'a stored one'                       | [[user: 'ada', email: 'left@example.com']] | [name: 'user.created', user: 'ada']                              || 0
    'one that is given it now'           | [[user: 'ada']]                           | [name: 'user.created', user: 'ada', email: 'left@example.com']    || 0
    'another address'                    | []                                        | [name: 'user.created', user: 'ada', email: 'other@example.com']   || 1
    'an alias of one with another'       | [[user: 'ada', email: 'ada@example.com']] | [name: 'user.created', user: 'ada', email: 'left@example.com']    || 1
    'nobody with an address'             | []                                        | [name: 'user.created', user: 'ada']                               || 1
  }

  def "an event that is trigger and exit ends the old enrolment and begins a new one"() {
    given:
    def first = here.take(name: 'swing', user: 'ada')
    def entered = runs()

    when:
    def second = here.take(name: 'swing', user: 'ada')

    then:
    first.exits() == []
    first.dispatched() == ['swing']
    second.exits()*.journeyId() == ['swing']
    second.exits()*.exited() == [true]
    here.database.publicIds().id(second.exits()[0].stateId()).asLong == entered[0].id
    runs().size() == 1
    runs()[0].id != entered[0].id
    ended() == [[id: entered[0].id, status: 'exited', reason: "event 'swing'"]]
  }

  def "an enrolment that a batch begins and ends leaves only its end"() {
    when:
    def receipts = here.together([
        [name: 'swing', user: 'ada'],
        [name: 'swing', user: 'ada'],
        [name: 'stop', user: 'ada', json: '{"hard": false}'],
        [name: 'stop', user: 'ada', json: '{"hard": true}'],
        [name: 'stop', user: 'ada', json: '{"hard": true}']]).collect { await(it) }

    then:
    receipts*.exits().collect { it*.exited() } == [[], [true], [false], [true], []]
    runs() == []
    ended()*.status == ['exited', 'exited']
    refusals('journey:swing') == [exit_conditions_not_met: 1]
  }

  def "a keyed journey runs once for each key, and an exit of the same key ends that run alone"() {
    given:
    ['c1', 'c2', 'c1'].each { here.take(name: 'cart.filled', user: 'ada', json: '{"total": 12, "cart": {"id": "' + it + '"}}') }

    when:
    def receipt = here.take(name: 'cart.paid', user: 'ada', json: '{"cart": {"id": "c2"}}')

    then:
    receipt.exits()*.exited() == [false, true]
    runs()*.key == ['c1']
    refusals('journey:cart').already_active == 1
  }

  def "an event exits before it ends waits, and ends waits before it enrols"() {
    given: "a run that waits for the event that also ends it, and one that only waits"
    here.take(name: 'swing', user: 'ada')
    here.take(name: 'user.created', user: 'ada')
    here.rows("insert into names(kind, name) values ('event', 'swing') on conflict do nothing")
    here.rows("""update runs set segment = 1, due_at = now() + interval '1 day',
        wait_name = (select id from names where kind = 'event' and name = 'swing')""")
    def before = runs()

    when:
    def receipt = here.take(name: 'swing', user: 'ada', json: '{"n": 1}')
    def after = runs()

    then:
    receipt.exits()*.exited() == [true]
    ended()*.id == [before[0].id]
    after*.id[0] == before[1].id
    after[0].cause == here.database.publicIds().id(receipt.eventId()).asLong
    after[0].wait_name == null
    after[1].cause == null
    after[1].task != after[0].task
  }

  def "a wait keeps waiting after a near miss, which is told with its values"() {
    given:
    here.take(name: 'user.created', user: 'ada')
    here.take(name: 'used', user: 'ada')
    here.rows("""update runs set segment = 1, due_at = now() + interval '1 day',
        wait_name = (select id from names where kind = 'event' and name = 'used'),
        wait_rule = '{"where":[{"type":"property","property":"plan","operator":"eq","value":"pro"}]}'""")

    when:
    here.take(name: 'used', user: 'ada', json: '{"plan": "free"}')

    then:
    runs()*.cause == [null]
    refusals('wait:welcome/used') == [wait_conditions_not_met: 1]

    when:
    def matching = here.take(name: 'used', user: 'ada', json: '{"plan": "pro"}')

    then:
    runs()*.cause == [here.database.publicIds().id(matching.eventId()).asLong]
  }

  def "an event after the deadline no longer ends the wait"() {
    given:
    here.take(name: 'user.created', user: 'ada')
    here.take(name: 'used', user: 'ada')
    here.rows("""update runs set segment = 1, due_at = now() - interval '1 second',
        wait_name = (select id from names where kind = 'event' and name = 'used')""")

    when:
    here.take(name: 'used', user: 'ada')

    then:
    runs()*.cause == [null]
  }

  def "NUL in event properties is stored and harms nobody who looks at them"() {
    when:
    def receipt = here.take(
        name: 'cart.filled', user: 'ada', json: '{"total": 1, "x\\u0000": "a\\u0000b", "cart": {"id": "c\\u00001"}}')
    def entering = here.take(name: 'cart.filled', user: 'ada', json: '{"total": 11, "cart": {"id": "c\\u00001"}}')

    then:
    receipt.stored() && entering.stored()
    runs()*.key == ['c1']
    refusals('journey:cart') == [trigger_conditions_not_met: 1]
  }

  def "what only the database refuses fails alone"() {
    when:
    def receipts = here.together((1..64).collect {
      it == 17
          ? [user: 'u17', json: '{"broken": ', key: 'k17']
          : [user: "u$it", name: 'user.created', json: '{"n": 1}', key: "k$it"]
    } as List<Map<String, ?>>)

    then:
    receipts.withIndex().every { receipt, i -> i == 16 || await(receipt).stored() }
    rejection(receipts[16]).status() == 400
    here.rows('select 1 from events').size() == 63
    here.rows('select 1 from runs').size() == 63
  }

  def "what only a fold trips over fails alone"() {
    when:
    def receipts = here.together((1..64).collect {
      [user: "u$it", name: 'user.created', json: it == 17 ? '{"broken": ' : '{"n": 1}']
    } as List<Map<String, ?>>)
    await(receipts[16])

    then:
    thrown(ExecutionException)
    receipts.withIndex().every { receipt, i -> i == 16 || await(receipt).stored() }
    here.rows('select 1 from runs').size() == 63
  }

  def "events of one contact are stored in the order in which they arrived"() {
    when:
    here.together((1..600).collect { [user: "u${it % 3}", json: '{"n": ' + it + '}'] } as List<Map<String, ?>>)
        .each { await(it) }

    then:
    (0..2).every { u ->
      def order = here.rows('''select (e.props->>'n')::int4 as n from events e join contacts c on c.id = e.contact_id
          where c.external_id = $1 order by e.id''', "u$u".toString())*.n
      order.size() == 200 && order == order.toSorted()
    }
  }

  def "ids of one contact grow though another process' clock was ahead"() {
    given:
    here.take(user: 'ada')
    here.rows("update nodes set claimed = pg_current_xact_id(), lease_until = now() + interval '1 hour' where id = 1023")
    def ahead = here.database.ids().next() + (30_000L << 22)
    here.rows("insert into events(id, contact_id, name, source, occurred_at) select $ahead, contact_id, name, 1, now() from events".toString())

    when:
    def receipts = here.together([[user: 'ada', key: 'k'], [user: 'ada', key: 'k'], [user: 'ada', key: 'l']]).collect { await(it) }
    def ids = receipts.collect { here.database.publicIds().id(it.eventId()).asLong }

    then:
    ids[0] > ahead && ids[1] == ids[0] && ids[2] > ids[0]
    here.rows('select id from events where id > $1 order by id', ahead)*.id == [ids[0], ids[2]]
    here.rows('select event_id from event_keys order by event_id')*.event_id == [ids[0], ids[2]]
    await(here.send(user: 'ada', key: 'k')).eventId() == receipts[0].eventId()
  }

  def "an event that happened earlier is stored with its own time"() {
    when:
    here.take(user: 'ada', at: Instant.parse('2020-01-02T03:04:05Z'))

    then:
    here.rows('select occurred_at from events')*.occurred_at*.toInstant() == [Instant.parse('2020-01-02T03:04:05Z')]
  }

  def "events beyond what may wait are turned away, those within are taken"() {
    when:
    def receipts = here.together((1..5_000).collect { [user: "u${it % 100}"] } as List<Map<String, ?>>)
    def outcomes = receipts.collect { receipt ->
      try {
        await(receipt).stored()
      } catch (ExecutionException e) {
        e.cause.class
      }
    }

    then:
    outcomes.count(true) == 4096
    outcomes.count(Overloaded) == 904
    here.rows('select 1 from events').size() == 4096
  }

  def "the end of an enrolment becomes an event of its own, once"() {
    given:
    here.take(name: 'swing', user: 'ada')
    def exit = here.take(name: 'stop', user: 'ada', json: '{"hard": true}').exits()[0]

    when:
    here.relay()

    then:
    eventually { here.rows('select 1 from outbox') == [] }
    here.rows("""select e.source, e.props::text as props from events e join names n on n.id = e.name
        where n.name = 'journey:exited'""")*.values()*.toList() ==
        [[2, '{"journeyId":"swing","stateId":"' + exit.stateId() + '","__hops":1}']]

    when: "it is taken in again"
    await(here.ingest.put(own("journey:exited:${exit.stateId()}")))

    then:
    here.rows('select 1 from events').size() == 3
  }

  def "a chain of events that end enrolments is cut"() {
    given: "a journey that the end of its own enrolment ends and begins again"
    here.take(name: 'loop', user: 'ada')
    here.take(name: 'journey:exited', user: 'ada')

    when:
    here.relay()

    then:
    eventually { here.rows('select 1 from outbox') == [] }
    here.rows("select 1 from events e join names n on n.id = e.name where n.name = 'journey:exited'").size() == 17
    runs().size() == 1
  }

  def "a wait of a blocked run is still ended by its event"() {
    given:
    here.take(name: 'user.created', user: 'ada')
    here.take(name: 'used', user: 'ada')
    here.rows("""update runs set segment = 1, due_at = 'infinity', blocked = 'why',
        wait_name = (select id from names where kind = 'event' and name = 'used')""")

    when:
    def receipt = here.take(name: 'used', user: 'ada')

    then:
    runs()*.cause == [here.database.publicIds().id(receipt.eventId()).asLong]
  }

  def "a contact may be named by the public id that its sender was told"() {
    given:
    def told = here.take(email: 'a@b.de').contactKey()

    when:
    here.take(user: told)
    here.take(user: told, anonymous: 'browser')

    then:
    contacts() == [[external_id: null, email: 'a@b.de', anonymous_id: 'browser']]
    keys() == ['2 a@b.de', '3 browser']
  }

  def "an event about a contact that is gone is let go"() {
    given:
    here.take(user: 'ada')
    def id = contactId()
    here.rows('update contacts set deleted_at = now()')

    when:
    await(here.ingest.put(new OwnEvent(0, id, 'journey:exited', Source.JOURNEY, 'k', Instant.EPOCH, '{}')))

    then:
    here.rows('select 1 from events').size() == 1
  }

  private OwnEvent own(String key) {
    new OwnEvent(0, contactId(), 'journey:exited', Source.JOURNEY, key, Instant.EPOCH, '{}')
  }

  private List<Map> contacts() {
    here.rows('select external_id, email, anonymous_id from contacts order by id')
  }

  private List<String> keys() {
    here.rows("select kind || ' ' || value as k from contact_keys order by kind, value")*.k
  }

  private long contactId() {
    here.rows("select id from contacts where external_id = 'ada'")[0].id
  }

  private String properties() {
    here.rows('select properties::text as p from contacts')[0].p
  }

  private Instant seen() {
    here.rows('select last_seen_at from contacts')[0].last_seen_at.toInstant()
  }

  private List<Map> runs() {
    here.rows('select id, task, key, cause, wait_name from runs order by id')
  }

  private List<Map> ended() {
    here.rows('select id, status, reason from enrolments order by id')
  }

  private Map<String, Integer> refusals(String about) {
    here.rows('select reason, count from decisions where about = $1', about).collectEntries { [it.reason, it.count] }
  }

  private void endAll(String status) {
    here.rows("""insert into enrolments(id, contact_id, event_id, ended_at, journey, version, status)
        select id, subject, event_id, now(), task, version, '$status' from runs""".toString())
    here.rows('delete from runs')
  }

  private static Rejected rejection(Future<?> refused) {
    try {
      await(refused)
    } catch (ExecutionException e) {
      return e.cause as Rejected
    }
    throw new AssertionError('not refused')
  }

  /** True once the condition holds, asked after each answer of the database; fails after ten seconds. */
  private static boolean eventually(Closure<Boolean> condition) {
    def limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10)
    while (!condition()) {
      if (System.nanoTime() > limit) {
        throw new TimeoutException()
      }
    }
    true
  }
}
