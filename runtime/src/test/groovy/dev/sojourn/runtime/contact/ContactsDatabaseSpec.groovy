package dev.sojourn.runtime.contact

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class ContactsDatabaseSpec extends Specification {
  static final Instant SEEN = Instant.parse('2026-03-01T12:00:00Z')

  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  @Shared Contacts contacts = new Contacts(database)
  @Shared long ada = database.ids().next()
  @Shared long gone = database.ids().next()

  def setupSpec() {
    await(database.transaction { tx ->
      contacts.attach(tx, [(key(KeyKind.EXTERNAL, 'ada')): ada, (key(KeyKind.EXTERNAL, 'alias')): ada, (key(KeyKind.EXTERNAL, 'gone')): gone])
      contacts.create(tx, [
          new NewContact(ada, 0, [(KeyKind.EXTERNAL): 'ada', (KeyKind.EMAIL): 'a@b.de'], [plan: 'pro', none: null], SEEN),
          new NewContact(gone, 0, [(KeyKind.EXTERNAL): 'gone'], [:], SEEN)])
    })
    await(database.run('update contacts set deleted_at = now() where id = $1', gone))
  }

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "a contact is loaded as it is stored, one that is gone is missing"() {
    expect:
    await(contacts.load([ada, gone, 5L])) == [(ada): new Contact(
        ada, database.publicIds().face(ada), 'ada', 'a@b.de', null, [plan: 'pro'], SEEN, SEEN)]
  }

  def "what cannot be read of one contact is left out, and the others are loaded"() {
    given:
    def odd = database.ids().next()
    await(database.transaction { tx -> contacts.create(tx, [new NewContact(odd, 0, [:], [:], SEEN)]) })
    await(database.run('update contacts set properties = $2::text::jsonb where id = $1::int8', odd, stored))

    when:
    def loaded = await(contacts.load([ada, odd]))

    then:
    loaded[ada].properties() == [plan: 'pro']
    loaded[odd].properties() == kept

    where:
    stored                                                       || kept
    '{"a": "x", "big": 1e9000, "z": {"y": [1, null]}}'           || [a: 'x', z: [y: [1, null]]]
    '{"a": "x", "deep": {"list": [1, 1e5000]}, "é\\"": true}'     || [a: 'x', 'é"': true]
    '{"' + 'n' * 60_000 + '": 1, "a": "\\ud83d\\ude00"}'         || [a: '😀']
    '{"a": 1, "nested": ' + '[' * 600 + ']' * 600 + '}'          || [a: 1]
    '[1, 2]'                                                     || [:]
  }

  def "a contact is found by its public id, its own id and its aliases"() {
    expect:
    await(contacts.find(database.publicIds().face(ada))).get().id() == ada
    await(contacts.find('ada')).get().id() == ada
    await(contacts.find('alias')).get().externalId() == 'ada'
    await(contacts.find('gone')).empty
    await(contacts.find('nobody')).empty
    await(contacts.find('a\0b')).empty
  }

  def "keys resolve to their contacts, a sender's id may also be the public one"() {
    given:
    def asked = [key(KeyKind.EXTERNAL, 'alias'), key(KeyKind.EMAIL, 'new@b.de'), key(KeyKind.EXTERNAL, database.publicIds().face(ada)),
        IdentityKey.ofContact(0, ada), IdentityKey.ofContact(1, ada), IdentityKey.ofContact(0, gone)]

    expect:
    await(database.transaction { tx -> contacts.resolve(tx, asked) }).contactIds() ==
        [(asked[0]): ada, (asked[2]): ada, (asked[3]): ada]
  }

  def "a key is given once"() {
    expect:
    await(database.transaction { tx -> contacts.attach(tx, [(key(KeyKind.EMAIL, 'c@d.de')): ada]) })
    !await(database.transaction { tx -> contacts.attach(tx, [(key(KeyKind.EMAIL, 'c@d.de')): ada, (key(KeyKind.EMAIL, 'e@f.de')): ada]) })
  }

  def "a change of identity after a resolution is seen, one before it is not"() {
    given:
    await(database.run('insert into identity_changes(contact_id) values ($1)', ada))

    when:
    def changed = await(database.transaction { tx ->
      contacts.resolve(tx, [key(KeyKind.EXTERNAL, 'ada')]).compose { resolution ->
        database.run('insert into identity_changes(contact_id) values (4711)').compose { contacts.changed(tx, resolution) }
      }
    })

    then:
    changed == [4711L] as Set
  }

  private static IdentityKey key(KeyKind kind, String value) {
    new IdentityKey(0, kind, value)
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
