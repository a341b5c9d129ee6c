package dev.sojourn.runtime.preference

import dev.sojourn.core.preference.SuppressionFile.Nothing
import dev.sojourn.core.preference.SuppressionFile.Row
import dev.sojourn.core.preference.SuppressionFile.Wrong
import dev.sojourn.runtime.contact.Contacts
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.database.Tx
import dev.sojourn.runtime.outbox.Outbox
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class SuppressionsDatabaseSpec extends Specification {
  static final Instant AT = Instant.parse('2026-03-01T12:00:00Z')
  static final Address ADA = new Address(1, 'ada@example.com')

  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  @Shared Suppressions suppressions = new Suppressions(database, 3)
  @Shared Preferences preferences = new Preferences()
  @Shared Choices choices = new Choices(database, new Contacts(database), preferences, new Outbox(vertx, database))

  def setupSpec() {
    await(database.run("insert into contacts(id, first_seen_at, last_seen_at) values (1, now(), now()), (2, now(), now())"))
  }

  def cleanup() {
    await(database.run('delete from preferences'))
  }

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "the third bounce bars an address that nothing was known of"() {
    when:
    2.times { bounce('Ada@example.com', AT.plusSeconds(it)) }

    then:
    with(known()) {
      !standing().suppressed()
      bounceCount() == 2
      suppressedAt() == null
      lastBounceAt() == AT.plusSeconds(1)
    }

    when:
    bounce('ada@example.com', AT.plusSeconds(9))

    then:
    with(known()) {
      standing().suppressed()
      bounceCount() == 3
      suppressedAt() == AT.plusSeconds(9)
    }

    and: 'whoever owns it'
    await(database.transaction { tx -> preferences.of(tx, [new Address(2, 'ada@example.com')]) }).values()*.suppressed() == [true]
  }

  def "bounces at once are all counted"() {
    when:
    (1..10).collect { n -> database.transaction { tx -> suppressions.bounced(tx, 0, 'ada@example.com', AT) } }.each { await(it) }

    then:
    known().bounceCount() == 10
    known().standing().suppressed()
  }

  def "a complaint bars at once, and the first instant stays"() {
    when:
    [AT, AT.plusSeconds(60)].each { at -> await(database.transaction { tx -> suppressions.complained(tx, 0, 'ada@example.com', at) }) }

    then:
    known().standing().suppressed()
    known().suppressedAt() == AT
    known().bounceCount() == 0
  }

  def "a complaint bars an address that mails came back from before, too"() {
    given:
    bounce('ada@example.com', AT)

    when:
    await(database.transaction { tx -> suppressions.complained(tx, 0, 'ada@example.com', AT.plusSeconds(60)) })

    then:
    known().standing().suppressed()
    known().suppressedAt() == AT.plusSeconds(60)
    known().bounceCount() == 1
  }

  def "lifting forgets the bounces, and what the person wants stays"() {
    given:
    await(choices.choose(ADA, [new dev.sojourn.core.preference.Choice('journey', false)]))
    3.times { bounce('ada@example.com', AT) }

    when:
    await(suppressions.set('ADA@example.com', false))

    then:
    with(known()) {
      standing() == new Standing(false, false, [journey: false])
      bounceCount() == 0
      suppressedAt() == null
      lastBounceAt() == AT
    }

    when: 'it counts anew'
    2.times { bounce('ada@example.com', AT) }

    then:
    !known().standing().suppressed()
  }

  def "an operator bars an address"() {
    when:
    await(suppressions.set('ada@example.com', true))

    then:
    known().standing().suppressed()
    known().suppressedAt() != null
  }

  def "those who get fewer mails are listed as #kind"() {
    given:
    bounce('bounced@x.de', AT)
    await(database.transaction { tx -> suppressions.complained(tx, 0, 'complained@x.de', AT) })
    await(choices.choose(new Address(1, 'left@x.de'), [new dev.sojourn.core.preference.Choice(null, false)]))
    await(choices.choose(new Address(2, 'news@x.de'), [new dev.sojourn.core.preference.Choice('journey', false)]))

    expect:
    with(await(suppressions.list(kind, 10, 0))) {
      items().collect { it.preference().email() } == emails
      total() == emails.size()
    }
    await(suppressions.list(kind, 10, 1)).items().size() == emails.size() - 1

    where:
    kind                          || emails
    Suppressions.Kind.ALL         || ['bounced@x.de', 'complained@x.de', 'left@x.de']
    Suppressions.Kind.BOUNCED     || ['bounced@x.de']
    Suppressions.Kind.UNSUBSCRIBED || ['left@x.de']
    Suppressions.Kind.COMPLAINED  || ['complained@x.de']
  }

  def "an import that died goes on after its last whole piece"() {
    given:
    def first = [new Row(1, 'a@x.de', 'bounced'), new Row(2, 'b@x.de', 'complained'), new Row(3, 'a@x.de', 'unsubscribed')]
    def second = [new Wrong(4, 'no'), new Nothing(), new Row(6, 'c@x.de', 'unsubscribed')]
    await(suppressions.take('k', 3, first))

    when: 'the file is sent again'
    await(suppressions.take('k', 3, first))
    def end = await(suppressions.take('k', 6, second))

    then:
    end == new ImportProgress('k', 6, 4, 1, [new ImportProgress.Problem(4, 'no')])
    await(suppressions.progress('k')).get() == end
    await(suppressions.list(Suppressions.Kind.ALL, 10, 0)).items().collect { it.preference().with { [email(), standing().suppressed(), standing().unsubscribedAll(), bounceCount()] } } ==
        [['a@x.de', true, true, 1], ['b@x.de', true, false, 0], ['c@x.de', false, true, 0]]
  }

  def "an import does not undo what is known"() {
    given:
    5.times { bounce('ada@example.com', AT) }

    when:
    await(suppressions.take('k2', 1, [new Row(1, 'ada@example.com', 'bounced')]))

    then:
    known().bounceCount() == 5
    known().suppressedAt() == AT
  }

  def "one import sent twice at once counts each piece once"() {
    when:
    (1..8).collect { suppressions.take('k3', 1, [new Row(1, 'ada@example.com', 'bounced')]) }.each { await(it) }

    then:
    await(suppressions.progress('k3')).get().imported() == 1
  }

  private void bounce(String email, Instant at) {
    await(database.transaction { Tx tx -> suppressions.bounced(tx, 0, email, at) })
  }

  private Preference known() {
    await(choices.of(ADA))
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
