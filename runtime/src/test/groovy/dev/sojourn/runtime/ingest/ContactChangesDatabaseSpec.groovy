package dev.sojourn.runtime.ingest

import static dev.sojourn.runtime.ingest.IngestFixture.await

import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Journeys that hear of properties of a contact, and waits for any of several events. */
class ContactChangesDatabaseSpec extends Specification {
  static final JOURNEYS = [
      upgrade: "trigger 'contact:changed', where: where { plan == 'pro' }\n  entryLimit unlimited\n" +
          "  exitOn 'contact:changed', where: where { plan == 'free' }",
      stay   : "trigger 'begun'\n  entryLimit unlimited"
  ]

  @Shared @TempDir Path directory
  @Shared @TempDir Path deaf
  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared @AutoCleanup IngestFixture here

  def setupSpec() {
    here = new IngestFixture(test, IngestFixture.bundle(directory, JOURNEYS))
  }

  def cleanup() {
    here.forget()
  }

  def "what really changes is told as an event of its own, right before the one that said it"() {
    when:
    here.take(user: 'ada', contact: [plan: 'free', seats: 1, address: [city: 'Ulm']])
    here.take(user: 'ada', contact: [plan: 'free', seats: 1.0, address: [city: 'Ulm'], never: null])
    here.take(user: 'ada', contact: [seats: 2, address: [city: 'Bonn'], plan: null])

    then:
    told() == [
        [plan: 'free', seats: 1, address: [city: 'Ulm'], 'address.changed': true],
        [seats: 2, address: [city: 'Bonn'], 'address.changed': true, plan: null, 'plan.deleted': true]]
    names() == ['contact:changed', 'visit', 'visit', 'contact:changed', 'visit']
  }

  def "events of one batch are each held against what those before them said"() {
    when:
    here.together([
        [user: 'ada', contact: [plan: 'free']],
        [user: 'ada', contact: [plan: 'pro']],
        [user: 'ada', contact: [plan: 'pro']],
        [user: 'bob'],
        [user: 'ada', contact: [plan: 'free']]]).each { await(it) }

    then:
    told()*.plan == ['free', 'pro', 'free']
    here.rows('select status from enrolments')*.status == ['exited']
  }

  def "a repeat of a key changes and tells nothing"() {
    given:
    here.take(user: 'ada', key: 'k', contact: [n: 1])

    when:
    here.take(user: 'ada', key: 'k', contact: [n: 2])

    then:
    told()*.n == [1]
  }

  def "a change enrols and ends like any event, and what it ends is told to the sender of its cause"() {
    when:
    def up = here.take(user: 'ada', contact: [plan: 'pro'])

    then:
    up.exits() == []
    up.dispatched() == []
    here.rows('select 1 from runs').size() == 1

    when:
    def down = here.take(user: 'ada', contact: [plan: 'free'])

    then:
    down.exits().collect { [it.journeyId(), it.exited()] } == [['upgrade', true]]
    here.rows('select 1 from runs') == []
    here.rows('select reason from enrolments')*.reason == ["event 'contact:changed'"]
  }

  def "a change ends the wait for it: #said"() {
    given:
    here.take(name: 'begun', user: 'ada', contact: [plan: 'free', list: [1]])
    waits('contact:changed', '{"where":[{"type":"composite","operator":"or","conditions":[' +
        '{"type":"property","property":"' + property + '","operator":"exists"},' +
        '{"type":"property","property":"' + property + '.deleted","operator":"eq","value":true},' +
        '{"type":"property","property":"' + property + '.changed","operator":"eq","value":true}]}]}')

    when:
    here.take(user: 'ada', contact: [other: 1])

    then:
    causes() == [null]

    when:
    here.take(user: 'ada', contact: said)

    then:
    causes() == [here.rows("select max(e.id) as id from events e join names n on n.id = e.name where n.name = 'contact:changed'")[0].id]

    where:
    property | said
    'plan'   | [plan: 'pro']
    'plan'   | [plan: null]
    'list'   | [list: [2]]
  }

  def "whoever enters by an event has seen what it changed"() {
    given:
    here.take(user: 'ada')

    when:
    here.take(name: 'begun', user: 'ada', contact: [plan: 'pro'])

    then:
    names().takeRight(2) == ['contact:changed', 'begun']
    here.rows("select r.event_id from runs r join names n on n.id = r.task where n.name = 'journey:stay'")*.event_id ==
        here.rows('select max(id) as id from events')*.id
  }

  def "the first of several events ends a wait, and names itself by its id"() {
    given:
    here.take(name: 'begun', user: 'ada')
    ['paid', 'left', 'other'].each { here.take(name: it, user: 'bob') }
    waits('paid', '{"others":["left","other"]}')

    when:
    def receipts = here.together([[name: 'visit', user: 'ada'], [name: 'left', user: 'ada'], [name: 'paid', user: 'ada']])
        .collect { await(it) }

    then:
    causes() == [here.database.publicIds().id(receipts[1].eventId()).asLong]
  }

  def "nobody is told where no journey would hear it"() {
    given:
    def other = TestDatabase.fresh()
    def quiet = new IngestFixture(other, IngestFixture.bundle(deaf, [stay: JOURNEYS.stay]))

    when:
    quiet.take(user: 'ada', contact: [plan: 'pro'])

    then:
    quiet.rows('select 1 from events').size() == 1

    cleanup:
    quiet?.close()
    other?.close()
  }

  private void waits(String event, String rule) {
    here.rows('''insert into names(kind, name) values ('event', $1) on conflict do nothing''', event)
    here.rows('''update runs set segment = 1, due_at = now() + interval '1 day', wait_rule = $2,
        wait_name = (select id from names where kind = 'event' and name = $1)''', event, rule)
  }

  private List<Long> causes() {
    here.rows("select r.cause from runs r join names n on n.id = r.task where n.name = 'journey:stay'")*.cause
  }

  private List<Map> told() {
    here.rows('''select e.props::text as props from events e join names n on n.id = e.name
        where n.name = 'contact:changed' order by e.id''').collect { Json.read(it.props) }
  }

  private List<String> names() {
    here.rows('select n.name from events e join names n on n.id = e.name order by e.id')*.name
  }
}
