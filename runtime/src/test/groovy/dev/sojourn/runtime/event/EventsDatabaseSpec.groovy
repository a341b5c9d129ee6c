package dev.sojourn.runtime.event

import dev.sojourn.core.replay.Request
import dev.sojourn.dsl.PastEvent
import dev.sojourn.dsl.definition.Condition
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.Ids
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class EventsDatabaseSpec extends Specification {
  static final long ADA = 1
  static final long BOB = 2
  static final long EVE = 3
  static final Instant NOON = Instant.parse('2026-03-01T12:00:00Z')

  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  @Shared Events events = new Events(database)

  def setupSpec() {
    def names = await(database.names().intern('event', ['seen', 'paid']))
    def stored = [
        [10, ADA, 'seen', -120, '{"n": 1}'],
        [11, ADA, 'paid', -60, null],
        [12, ADA, 'seen', -60, '{"n": 2}'],
        [13, BOB, 'seen', -30, '{"n": 3}'],
        [14, ADA, 'seen', 0, '{"n": 4, "deep": {"a": 1}}'],
        [15, ADA, 'seen', 60, '{"n": 5}']]
    await(database.transaction { tx ->
      events.append(tx, stored.collect { id, contact, name, minutes, json ->
        new NewRow(id, 0, contact, names[name], Source.API, at(minutes), json)
      })
    })
  }

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "events are loaded by id and contact, and what is not stored is missing"() {
    when:
    def loaded = await(events.load([14L, 13L, 99L, 10L], [ADA, BOB, ADA, BOB]))

    then:
    loaded.keySet() == [13L, 14L] as Set
    loaded[14L] == new StoredEvent(14, ADA, 'seen', NOON, 'api', '{"n": 4, "deep": {"a": 1}}')
    loaded[14L].scalars() == [n: 4]
  }

  def "#event since #since minutes had happened: #answer"() {
    expect:
    await(events.occurred([new Occurrence(contact, event, since == null ? null : at(since))])) == [answer]

    where:
    contact | event     | since || answer
    ADA     | 'seen'    | null  || true
    ADA     | 'paid'    | -60   || true
    ADA     | 'paid'    | -59   || false
    ADA     | 'seen'    | 60    || true
    BOB     | 'paid'    | null  || false
    BOB     | 'unheard' | null  || false
    ADA     | 'a\0b'    | null  || false
  }

  def "many questions are answered in their order"() {
    expect:
    await(events.occurred([
        new Occurrence(BOB, 'paid', null), new Occurrence(ADA, 'paid', null), new Occurrence(BOB, 'seen', null)])) ==
        [false, true, true]
  }

  def "each of many questions is answered with how often it happened"() {
    expect:
    await(events.counts([
        new Occurrence(ADA, 'seen', null), new Occurrence(BOB, 'paid', null), new Occurrence(ADA, 'seen', at(-60)),
        new Occurrence(ADA, 'a\0b', null)])) == [4, 0, 3, 0]
  }

  def "a search from #from to #until, newest first: #newest, where n is not #but, finds at most #limit: #found"() {
    given:
    def where = but == null ? [] : [new Condition.Property('n', Condition.Operator.NEQ, but)]
    def wanted = new Request.ListEvents(
        'seen', from == null ? null : at(from), until, where, limit, newest, true)

    expect:
    await(events.search([new Search(ADA, wanted)]))[0]*.properties()*.n == found

    where:
    from | until           | newest | but  | limit || found
    null | null            | false  | null | 9     || [1, 2, 4, 5]
    null | null            | true   | null | 9     || [5, 4, 2, 1]
    null | null            | true   | null | 2     || [5, 4]
    -60  | null            | false  | null | 9     || [2, 4, 5]
    null | null            | false  | 2    | 2     || [1, 4]
    null | null            | true   | 5    | 1     || [4]
    null | Ids.instantOf(0).minusMillis(1) | false | null | 9 || []
    null | Ids.instantOf(0) | false | null | 9     || [1, 2, 4, 5]
  }

  def "many searches are answered in their order, page by page, with what happened, not with what was read"() {
    given: 'more than one page of one contact, received against the order of time, some by hand'
    def name = await(database.names().intern('event', ['often'])).often
    await(database.transaction { tx ->
      events.append(tx, (1..250).collect { n ->
        new NewRow(1000 + n, 0, EVE, name, n % 5 ? Source.API : Source.STUDIO, at(-n), "{\"n\": $n}")
      })
    })
    def old = new Condition.Property('n', Condition.Operator.GT, 20)

    when:
    def found = await(events.search([
        new Search(EVE, new Request.ListEvents('often', null, null, [old], 200, true, true)),
        new Search(ADA, new Request.ListEvents('often', null, null, [], 50, true, true)),
        new Search(EVE, new Request.ListEvents('often', null, null, [], 500, false, false)),
        new Search(ADA, new Request.ListEvents('paid', null, null, [], 50, true, true))]))

    then:
    found[0]*.properties()*.n == (21..220)
    found[1] == []
    found[2]*.properties()*.n == (250..1).findAll { it % 5 }
    found[3] == [new PastEvent('paid', at(-60), [:])]
  }

  def "events of the service's own travel together and keep their order"() {
    given:
    def own = ['one', 'two'].collect {
      new OwnEvent(3, ADA, it, Source.JOURNEY, "trigger:$it".toString(), NOON, '{"n":1}')
    }

    when:
    def parcel = OwnEvent.parcel(77, own)

    then:
    [parcel.id(), parcel.tenant(), parcel.orderKey()] == [77, 3, ADA]
    OwnEvent.of(parcel) == own
  }

  def "events that are put in come one after the other, and none overtakes one that fails"() {
    given:
    def put = []
    EventSink sink = { event -> put << event.name(); event.name() == 'bad' ? Future.failedFuture('no') : Future.succeededFuture() }

    when:
    def done = sink.put(['one', 'bad', 'two'].collect {
      new OwnEvent(0, ADA, it, Source.JOURNEY, it, NOON, '{}')
    })

    then:
    done.failed()
    put == ['one', 'bad']
  }

  def "candidates of a wait are the look-back, newest first, then what came after the cursor, oldest first"() {
    when:
    def found = await(database.transaction { tx ->
      events.candidates(tx, [
          new Scan(100, ADA, 'seen', 12, at(-120)),
          new Scan(101, ADA, 'seen', 12, null),
          new Scan(102, ADA, 'seen', 12, at(-60)),
          new Scan(103, BOB, 'paid', 0, at(-500)),
          new Scan(104, ADA, 'paid', 0, null)])
    })

    then:
    found.collectEntries { run, all -> [run, all*.id()] } ==
        [(100L): [12, 10, 14, 15], (101L): [14, 15], (102L): [12, 14, 15], (104L): [11]]
  }

  def "the newest event from an id on is found, over all the contacts asked"() {
    expect:
    await(database.transaction { tx -> events.newest(tx, contacts, least) }) == newest

    where:
    contacts   | least || newest
    [ADA, BOB] | 13    || 15
    [BOB]      | 13    || 13
    [BOB]      | 14    || 0
    []         | 0     || 0
  }

  def "a key is taken once, and tells who holds it"() {
    given:
    def one = EventKey.of(0, 'one')
    def other = EventKey.of(1, 'one')

    when:
    def first = await(database.transaction { tx -> events.take(tx, [(one): 10L]) })
    def second = await(database.transaction { tx -> events.take(tx, [(one): 11L, (other): 12L]) })
    def again = await(database.transaction { tx -> events.take(tx, [(one): 13L, (other): 14L]) })

    then:
    first == [:]
    second == [(one): 10L]
    again == [(one): 10L, (other): 12L]
  }

  private static Instant at(int minutes) {
    NOON.plusSeconds(minutes * 60)
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
