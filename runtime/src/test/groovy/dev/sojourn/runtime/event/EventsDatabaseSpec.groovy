package dev.sojourn.runtime.event

import dev.sojourn.runtime.database.Database
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
