package dev.sojourn.runtime.preference

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class PreferencesDatabaseSpec extends Specification {
  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  @Shared preferences = new Preferences()

  def setupSpec() {
    await(database.run("""
        insert into contacts(id, tenant, email, first_seen_at, last_seen_at)
        select n, case when n = 9 then 1 else 0 end, case when n > 7 then 'three@x.de' end, now(), now()
        from generate_series(1, 9) n"""))
    await(database.run("""
        insert into preferences(tenant, contact_id, email, unsubscribed_all, suppressed, categories) values
        (0, 1, '', true, false, '{}'),
        (0, 2, 'two@x.de', false, true, '{"news": true}'),
        (0, 2, '', false, false, '{"news": false, "tips": true}'),
        (0, 3, 'three@x.de', true, false, '{"news": false}')"""))
  }

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "those who want no mail at all are told apart"() {
    expect:
    await(database.transaction { tx -> preferences.unsubscribed(tx, [1L, 2L, 3L, 4L]) }) == [1L, 3L] as Set
  }

  def "who has an address that wants no mail is told apart, in its own tenant, before there is a contact too"() {
    expect:
    await(database.transaction { tx -> preferences.unsubscribed(tx, [8L, 9L]) }) == [8L] as Set
    await(database.transaction { tx ->
      preferences.refusing(tx, [
          new Entrant(0, 70, 'three@x.de'), new Entrant(1, 71, 'three@x.de'), new Entrant(0, 72, 'two@x.de'),
          new Entrant(0, 73, null), new Entrant(0, 8, 'two@x.de'), new Entrant(0, 1, null)])
    }) == [70L, 8L, 1L] as Set
  }

  def "#email of contact #contact is suppressed: #suppressed, unsubscribed: #all, with #categories"() {
    given:
    def address = new Address(contact, email)

    expect:
    await(database.transaction { tx -> preferences.of(tx, [address]) }) == [(address): new Standing(suppressed, all, categories)]

    where:
    contact | email         || suppressed | all   | categories
    1       | 'one@x.de'    || false      | true  | [:]
    2       | 'two@x.de'    || true       | false | [news: false, tips: true]
    2       | 'other@x.de'  || false      | false | [news: false, tips: true]
    4       | 'two@x.de'    || true       | false | [news: true]
    4       | 'three@x.de'  || false      | true  | [news: false]
    4       | 'four@x.de'   || false      | false | [:]
    9       | 'two@x.de'    || false      | false | [:]
  }

  def "every address asked for has an answer, also one of a contact that is gone"() {
    expect:
    await(database.transaction { tx -> preferences.of(tx, [new Address(77, 'a@b.de'), new Address(1, 'b@b.de')]) }).size() == 2
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
