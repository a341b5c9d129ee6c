package dev.sojourn.runtime.email

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.Ids
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.outbox.Outbox
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification

class BacklogDatabaseSpec extends Specification {
  Vertx vertx = Vertx.vertx()

  @AutoCleanup
  TestDatabase test = TestDatabase.fresh()

  Database database = test.open(vertx)

  def cleanup() {
    await(database.close())
    await(vertx.close())
  }

  def "nothing waits in the beginning"() {
    when:
    def backlog = await(Outbox.waiting(database, 10))

    then:
    backlog.parcels() == 0
    backlog.oldest() == null
    await(DeadLetters.pending(database, 10)) == [:]
  }

  def "what waits is counted with the age of the oldest, to a bound; letters by source while nobody has looked at them"() {
    given:
    def old = database.ids().next()
    database.run('insert into outbox(id, topic, order_key, due_at, payload) ' +
        'select $1::int8 + n, 1, n, now(), \'[]\' from generate_series(0, $2::int4) n', old, 15).with { await(it) }
    await(database.run('''
        insert into dead_letters(id, source, payload, error, status, created_at)
        values (1, 'email', '{}', 'e', 'pending', now()), (2, 'email', '{}', 'e', 'retried', now()),
          (3, 'webhook-delivery', '{}', 'e', 'pending', now()), (4, 'webhook-delivery', '{}', 'e', 'pending', now())
        '''))

    when:
    def backlog = await(Outbox.waiting(database, 10))

    then:
    backlog.parcels() == 10
    backlog.oldest() == Ids.instantOf(old)
    await(DeadLetters.pending(database, 10)) == [email: 1L, 'webhook-delivery': 2L]
    await(DeadLetters.pending(database, 2)).values().sum() == 2
  }

  def "letters that nobody has looked at are found by their index"() {
    when:
    def plan = await(database.run('explain ' + DeadLetterStore.PENDING.replace('$1::int4', '10')))*.getString(0).join('\n')

    then:
    plan.contains('dead_letters_pending')
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }
}
