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
    await(database.transaction { tx -> contacts.resolve(tx, asked, contacts.memory()) }).contactIds() ==
        [(asked[0]): ada, (asked[2]): ada, (asked[3]): ada]
  }

  def "a key is given once"() {
    expect:
    await(database.transaction { tx -> contacts.attach(tx, [(key(KeyKind.EMAIL, 'c@d.de')): ada]) })
    !await(database.transaction { tx -> contacts.attach(tx, [(key(KeyKind.EMAIL, 'c@d.de')): ada, (key(KeyKind.EMAIL, 'e@f.de')): ada]) })
  }

  def "a change of identity after a resolution is seen, one before it is not"() {
    given:
    def memory = contacts.memory()
    await(database.run('insert into identity_changes(contact_id) values ($1)', ada))

    when:
    def changed = await(database.transaction { tx ->
      contacts.resolve(tx, [key(KeyKind.EXTERNAL, 'ada')], memory).compose { resolution ->
        database.run('insert into identity_changes(contact_id) values (4711)').compose { contacts.changed(tx, resolution, memory) }
      }
    })

    then:
    changed == [4711L] as Set
  }

  def "a lane that remembers a contact looks it up no more, and says what was remembered"() {
    given:
    def memory = contacts.memory()

    expect:
    look(memory, 'ada').remembered().isEmpty()
    with(look(memory, 'ada')) {
      contactIds() == [(key(KeyKind.EXTERNAL, 'ada')): ada]
      remembered()[ada].email() == 'a@b.de'
    }
    look(memory, 'alias').remembered().isEmpty()
    look(memory, 'alias').contactIds() == [(key(KeyKind.EXTERNAL, 'alias')): ada]
  }

  def "what a lane remembers of a contact that changed meanwhile is refused once and forgotten"() {
    given:
    def memory = contacts.memory()
    look(memory, 'ada')
    await(database.run('insert into identity_changes(contact_id) values ($1)', ada))

    expect:
    seen(memory, 'ada') == [ada] as Set
    seen(memory, 'ada') == [] as Set
    look(memory, 'ada').remembered().keySet() == [ada] as Set
  }

  def "what a lane forgets in a batch that also looks others up stays forgotten"() {
    given:
    def memory = contacts.memory()
    look(memory, 'ada')
    await(database.run('insert into identity_changes(contact_id) values ($1)', ada))

    when:
    await(database.transaction { tx ->
      contacts.resolve(tx, [key(KeyKind.EXTERNAL, 'ada'), key(KeyKind.EXTERNAL, 'gone')], memory).compose { resolution ->
        Future.all(
            contacts.changed(tx, resolution, memory),
            contacts.named(tx, resolution.contactIds().values(), resolution, memory))
      }
    })

    then:
    look(memory, 'ada').remembered().isEmpty()
  }

  def "a change is not missed by a lane whose next batch is about others"() {
    given:
    def memory = contacts.memory()
    look(memory, 'ada')
    await(database.run('insert into identity_changes(contact_id) values ($1)', ada))

    when:
    seen(memory, 'nobody else')
    seen(memory, 'alias')

    then:
    look(memory, 'ada').remembered().isEmpty()
  }

  def "a change that another transaction had under way when the lane looked is not missed"() {
    given:
    def memory = contacts.memory()
    look(memory, 'ada')

    when:
    def changedUnderWay = await(database.transaction { slow ->
      slow.run('insert into identity_changes(contact_id) values ($1)', ada)
          .compose { changes(memory, 'ada') }
    })

    then:
    changedUnderWay == [] as Set
    seen(memory, 'ada') == [ada] as Set
  }

  def "a contact without an id of the sender is not remembered, since its best name may still change"() {
    given:
    def memory = contacts.memory()
    def eve = database.ids().next()
    await(database.transaction { tx ->
      contacts.attach(tx, [(key(KeyKind.EMAIL, 'eve@b.de')): eve])
      contacts.create(tx, [new NewContact(eve, 0, [(KeyKind.EMAIL): 'eve@b.de'], [:], SEEN)])
    })
    look(memory, 'eve@b.de', KeyKind.EMAIL)

    expect:
    look(memory, 'eve@b.de', KeyKind.EMAIL).remembered().isEmpty()
  }

  def "a contact that a lane changes is looked up again"() {
    given:
    def memory = contacts.memory()
    look(memory, 'ada')

    when:
    await(database.transaction { tx -> contacts.patch(tx, [new Patch(ada, [(KeyKind.ANONYMOUS): 'cookie'], [:], SEEN)], memory) })

    then:
    with(look(memory, 'ada')) { it.remembered().isEmpty() }
    look(memory, 'ada').remembered()[ada].anonymousId() == 'cookie'
  }

  /** One batch about one contact, as ingest does it. */
  def "changes of identity before an instant are forgotten, a part at a time"() {
    given:
    await(database.run("truncate identity_changes"))
    await(database.run("insert into identity_changes(contact_id, changed_at) select n, now() - interval '2 days' from generate_series(1, 3) n"))
    await(database.run('insert into identity_changes(contact_id) values (4)'))
    def dayAgo = database.clock().instant() - java.time.Duration.ofDays(1)
    def forget = { int most -> await(database.transaction { tx -> contacts.forgetChanges(tx, dayAgo, most) }) }

    expect:
    [forget(2), forget(2), forget(2)] == [2, 1, 0]
    await(database.run('select contact_id from identity_changes')).collect { it.getLong(0) } == [4L]
  }

  private Resolution look(IdentityMemory memory, String value, KeyKind kind = KeyKind.EXTERNAL) {
    await(database.transaction { tx ->
      contacts.resolve(tx, [key(kind, value)], memory).compose { resolution ->
        Future.all(
            contacts.changed(tx, resolution, memory),
            contacts.named(tx, resolution.contactIds().values(), resolution, memory)).map(resolution)
      }
    })
  }

  private Set<Long> seen(IdentityMemory memory, String value) {
    await(changes(memory, value))
  }

  private Future<Set<Long>> changes(IdentityMemory memory, String value) {
    database.transaction { tx ->
      contacts.resolve(tx, [key(KeyKind.EXTERNAL, value)], memory).compose { resolution ->
        contacts.changed(tx, resolution, memory).compose { changed ->
          contacts.named(tx, resolution.contactIds().values(), resolution, memory).map(changed)
        }
      }
    }
  }

  private static IdentityKey key(KeyKind kind, String value) {
    new IdentityKey(0, kind, value)
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
