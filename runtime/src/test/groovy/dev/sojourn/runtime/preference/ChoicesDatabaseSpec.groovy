package dev.sojourn.runtime.preference

import dev.sojourn.core.preference.Choice
import dev.sojourn.core.preference.Grant
import dev.sojourn.core.replay.Json
import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.runtime.contact.Contacts
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.event.OwnEvent
import dev.sojourn.runtime.outbox.Outbox
import dev.sojourn.runtime.outbox.Parcel
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class ChoicesDatabaseSpec extends Specification {
  static final LISTS = ScriptCompiler.lists('lists.groovy', "list 'tips'\nlist('news') { optIn() }")

  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  @Shared Contacts contacts = new Contacts(database)
  @Shared Preferences preferences = new Preferences({ LISTS })
  @Shared Choices choices = new Choices(database, contacts, preferences, new Outbox(vertx, database))
  Address ada

  def setup() {
    def id = database.ids().next()
    await(database.run('''insert into contacts(id, external_id, email, first_seen_at, last_seen_at)
        values ($1::int8, 'ada', 'ada@example.com', now(), now())''', id))
    await(database.run("insert into contact_keys(kind, value, contact_id) values (1, 'ada', \$1::int8)", id))
    ada = new Address(id, 'ada@example.com')
  }

  def cleanup() {
    ['outbox', 'preferences', 'contact_keys', 'contacts'].each { await(database.run("delete from $it".toString())) }
  }

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "a category that is left is stored, and told once"() {
    expect:
    choose(new Choice('tips', false))
    standing().categories() == [tips: false]
    told() == [[externalId: 'ada', email: 'ada@example.com', category: 'tips', scope: 'category']]

    and: 'the repeat of a request changes nothing'
    !choose(new Choice('tips', false))
    told().size() == 1
  }

  def "an endpoint that wants it is told, also of a bare address"() {
    given:
    def outbox = new Outbox(vertx, database)
    await(outbox.open())
    await(database.transaction { tx -> outbox.subscribe(tx, ['contact.unsubscribed'] as Set) })
    await(outbox.open())
    def telling = new Choices(database, contacts, preferences, outbox)

    when:
    await(telling.choose(ada, [new Choice('tips', false)]))
    await(telling.choose(new Address(0, 'bare@example.com'), [new Choice(null, false)]))

    then:
    await(database.run('select payload from outbox where topic = 5 order by id')).collectMany { Json.read(it.getString(0)) }.collect { Json.read(it.body).data } == [
        [externalId: 'ada', email: 'ada@example.com', category: 'tips', scope: 'category'],
        [externalId: null, email: 'bare@example.com', category: null, scope: 'all']]

    cleanup:
    await(database.transaction { tx -> outbox.subscribe(tx, [] as Set) })
  }

  def "all mails that are left are told with their scope, and come back with all that was said"() {
    given:
    choose(new Choice('tips', false))

    expect:
    choose(new Choice(null, false))
    standing() == new Standing(false, true, [tips: false])
    told().last() == [externalId: 'ada', email: 'ada@example.com', category: null, scope: 'all']

    and: 'a way back is no event'
    choose(new Choice(null, true))
    standing() == new Standing(false, false, [tips: false])
    told().size() == 2
  }

  def "who returns to a category wants mail at all"() {
    given:
    choose(new Choice('tips', false), new Choice(null, false))

    expect:
    choose(new Choice('tips', true))
    standing() == new Standing(false, false, [tips: true])
  }

  def "leaving a list that was never asked for is stored and is no event"() {
    expect:
    !choose(new Choice('news', false))
    standing().categories() == [news: false]
    told().empty
  }

  def "an asked-for list counts as wanted, and leaving it is told"() {
    expect:
    choose(new Choice('news', true))
    choose(new Choice('news', false))
    told()*.category == ['news']
  }

  def "a return counts against what was said of another address of the person, and of the address by others"() {
    given:
    choose(new Address(ada.contactId(), 'old@example.com'), new Choice(null, false), new Choice('tips', false))
    choose(new Address(0, ada.email()), new Choice('tips', false))

    when:
    choose(new Choice('tips', true))

    then:
    standing() == new Standing(false, false, [tips: true])
  }

  def "an address without a contact is heard, without an event"() {
    given:
    def nobody = new Address(0, 'nobody@example.com')

    expect:
    choose(nobody, new Choice(null, false))
    !choose(nobody, new Choice(null, false))
    await(choices.of(nobody)).standing().unsubscribedAll()
    told().empty
  }

  def "said many times at once, it is stored and told once"() {
    when:
    def changed = (1..20).collect { choices.choose(ada, [new Choice('tips', false)]) }.collect { await(it) }

    then:
    changed.count { it } == 1
    told().size() == 1
  }

  def "a choice whose transaction dies is neither stored nor told, and can be said again"() {
    given:
    await(database.run("create table if not exists fails (n int)"))
    await(database.run('''create or replace function fail_once() returns trigger language plpgsql as
        $f$ begin if not exists (select from fails) then raise exception 'killed'; end if; return new; end $f$'''))
    await(database.run('create trigger killed before insert on outbox for each row execute function fail_once()'))

    when:
    choose(new Choice('tips', false))

    then:
    thrown(java.util.concurrent.ExecutionException)
    standing() == Standing.OPEN
    told().empty

    when:
    await(database.run('insert into fails values (1)'))

    then:
    choose(new Choice('tips', false))
    told().size() == 1

    cleanup:
    await(database.run('drop trigger killed on outbox'))
  }

  def "a link speaks for the contact it names, or else for its address alone"() {
    expect:
    await(choices.holder(grant('ada'))) == ada
    await(choices.holder(grant(database.publicIds().face(ada.contactId())))) == ada
    await(choices.holder(grant('nobody'))) == new Address(0, 'ada@example.com')
    await(choices.holder(grant(''))) == new Address(0, 'ada@example.com')
  }

  private static Grant grant(String externalId) {
    new Grant(externalId, 'Ada@example.com', Grant.Action.MANAGE, Instant.MAX, null)
  }

  private boolean choose(Address who = ada, Choice... said) {
    await(choices.choose(who, said as List))
  }

  private Standing standing() {
    await(database.transaction { tx -> preferences.of(tx, [ada]) })[ada]
  }

  private List<Map> told() {
    await(database.run('select id, tenant, topic, order_key, payload from outbox order by id')).collectMany {
      OwnEvent.of(new Parcel(it.getLong(0), it.getInteger(1), it.getShort(2), it.getLong(3), it.getString(4)))
    }.each { assert it.name() == 'contact.unsubscribed' && it.contactId() == ada.contactId() }.collect { Json.read(it.json()) as Map }
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
