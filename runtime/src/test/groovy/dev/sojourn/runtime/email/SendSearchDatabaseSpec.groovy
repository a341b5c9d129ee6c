package dev.sojourn.runtime.email

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.Search
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Lists of sends among more than are counted. */
class SendSearchDatabaseSpec extends Specification {
  static final int MANY = Search.COUNTED + 20

  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  @Shared Sends sends = new Sends(database, database.clock())

  def setupSpec() {
    def journeys = await(database.names().intern('task', ['journey:welcome', 'journey:rare']))
    await(database.run("""
        insert into sends(id, contact_id, due_at, template, category, status, journey, to_email, admitted_at, sent_at)
        select n, n, now(), 'hello', 'journey', 'sent', ${journeys['journey:welcome']}, 'p' || n || '@x.de', now(), now()
        from generate_series(1, $MANY) n""".toString()))
    await(database.run("""
        insert into sends(id, contact_id, due_at, template, category, status, reason, journey, to_email)
        select $MANY + n, n, now(), 'hello', 'journey', (array['failed', 'suppressed'])[1 + n % 2], 'r', ${journeys['journey:rare']}, 'p' || n || '@x.de'
        from generate_series(1, 4) n""".toString()))
    await(database.run('vacuum analyze sends'))
  }

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "the mails of #what are found among many, the newest first"() {
    when:
    def page = await(sends.page(filter, SendOrder.NEWEST, 2, 0))

    then:
    page.sends()*.id() == ids.collect { it as long }
    page.total() == total
    page.hasMore() == (total > 2)

    where:
    what                 | filter                             || ids                    | total
    'everybody'          | SendFilter.ALL                     || [MANY + 4, MANY + 3]   | Search.COUNTED
    'a status'           | by(status: SendStatus.FAILED)      || [MANY + 4, MANY + 2]   | 2
    'an address'         | by(to: 'P3@x.de')                  || [MANY + 3, 3]          | 2
    'a journey'          | by(task: 'journey:rare')           || [MANY + 4, MANY + 3]   | 4
    'no known journey'   | by(task: 'journey:nobody')         || []                     | 0
    'a contact'          | by(contact: 1)                     || [MANY + 1, 1]          | 2
  }

  def "there are more where counting has ended, but not behind the last one"() {
    expect:
    await(sends.page(SendFilter.ALL, SendOrder.NEWEST, 2, Search.COUNTED + 10)).hasMore()
    !await(sends.page(SendFilter.ALL, SendOrder.NEWEST, 2, MANY + 2)).hasMore()
  }

  def "a search by #what reads #index and no more than that"() {
    when:
    def plan = await(Search.in(database) { tx ->
      tx.run('explain ' + SendListStore.COUNT, SendListStore.of(filter, null, Search.COUNTED))
    })*.getString(0).join('\n')

    then:
    plan.contains(index)
    !plan.contains('Seq Scan')

    where:
    what      | filter                        | index
    'status'  | by(status: SendStatus.FAILED) | 'sends_astray'
    'address' | by(to: 'p3@x.de')             | 'sends_of_address'
    'contact' | by(contact: 1)                | 'sends_of_contact'
  }

  private static SendFilter by(Map<String, ?> asked) {
    new SendFilter(asked.contact as Long, null, asked.status as SendStatus, null, asked.to as String, null, asked.task as String, null, null, null)
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
