package dev.sojourn.runtime.outbox

import dev.sojourn.core.webhook.Message
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class AnnouncementsDatabaseSpec extends Specification {
  @Shared Vertx vertx = Vertx.vertx()
  TestDatabase test = TestDatabase.fresh()
  Database database = test.open(vertx)
  Outbox outbox = new Outbox(vertx, database)
  PollingConditions soon = new PollingConditions(timeout: 10)

  def setup() {
    await(outbox.open())
  }

  def cleanup() {
    await(database.close())
    test.close()
  }

  def cleanupSpec() {
    await(vertx.close())
  }

  def "only what is wanted is written, one parcel for each contact, in its own line"() {
    given:
    subscribe('contact.created', 'email.sent')

    when:
    announce([one('contact.created', 7), one('contact.updated', 7), one('email.sent', 7), one('email.sent', 8), one('email.sent', null)])

    then:
    parcels()*.topic().unique() == [Parcel.ANNOUNCED]
    def lines = parcels()*.orderKey()
    lines.size() == 3
    lines.containsAll([-7L, -8L])
    lines.every { it < 0 }
    parcels().find { it.orderKey() == -7 }.with { Announced.of(it)*.type() } == ['contact.created', 'email.sent']
  }

  def "a message keeps its bytes through the outbox"() {
    given:
    subscribe('email.sent')

    when:
    announce([new Announcement(0, 7, 'email.sent', 'email.sent:s1', Instant.parse('2026-03-01T12:00:00Z'), [b: 1, a: null, c: 'ä "\\ \u0001'])])

    then:
    def message = Announced.of(parcels()[0])[0]
    message.contactId() == 7
    message.dedupeKey() == 'email.sent:s1'
    message.at() == Instant.parse('2026-03-01T12:00:00Z')
    message.body().startsWith('{"id":"msg_')
    message.body().endsWith(',"type":"email.sent","timestamp":"2026-03-01T12:00:00.000Z","data":{"b":1,"a":null,"c":"ä \\"\\\\ \\u0001"}}')
    Message.of(message.body()).data().keySet().toList() == ['b', 'a', 'c']
  }

  def "a reading that is older than what is known changes nothing, and a change nobody committed is not known"() {
    when:
    await(database.transaction { tx -> outbox.subscribe(tx, ['email.sent'] as Set).compose { Future.failedFuture('no') } }.otherwiseEmpty())

    then:
    !outbox.wants('email.sent')

    when:
    (1..20).each { subscribe("t$it".toString()) }

    then:
    soon.eventually { assert outbox.wants('t20') }
    (1..19).every { !outbox.wants("t$it".toString()) }
  }

  private Announcement one(String type, Long contact) {
    new Announcement(0, contact, type, null, database.clock().instant(), [n: 1])
  }

  private void subscribe(String... types) {
    await(database.transaction { tx -> outbox.holdSubscriptions(tx).compose { outbox.subscribe(tx, types as Set) } })
    soon.eventually { assert types.every { outbox.wants(it) } }
  }

  private void announce(List<Announcement> all) {
    await(database.transaction { tx -> outbox.announce(tx, all) })
  }

  private List<Parcel> parcels() {
    await(database.run('select id, tenant, topic, order_key, payload from outbox order by id')).collect {
      new Parcel(it.getLong(0), it.getInteger(1), it.getShort(2), it.getLong(3), it.getString(4))
    }
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }
}
