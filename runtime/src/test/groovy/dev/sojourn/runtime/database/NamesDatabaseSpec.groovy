package dev.sojourn.runtime.database

import dev.sojourn.runtime.config.DatabaseUrl
import io.vertx.core.Future
import io.vertx.core.Vertx
import io.vertx.pgclient.PgBuilder
import io.vertx.sqlclient.Pool
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification

class NamesDatabaseSpec extends Specification {
  static final REMEMBERED = 8

  @Shared Vertx vertx = Vertx.vertx()
  @Shared TestDatabase test = TestDatabase.fresh()
  Pool pool = pool(DatabaseUrl.parse(test.url))
  Pool away = pool(DatabaseUrl.parse("postgresql://nobody@127.0.0.1:${unused()}/none?sslmode=disable"))

  def cleanup() {
    await(pool.close())
    await(away.close())
  }

  def cleanupSpec() {
    test.close()
    await(vertx.close())
  }

  def "the number of a task stays known, however many events senders name"() {
    given:
    def names = new Names(pool, REMEMBERED)
    def number = await(names.intern('task', ['journey:welcome']))['journey:welcome']
    def events = (1..10 * REMEMBERED).collect { "order.$it".toString() }

    when:
    3.times { await(names.intern('event', events)) }
    names.numbers.cleanUp()

    then:
    names.cached('task', 'journey:welcome') == number
    events.count { names.cached('event', it) != null } <= REMEMBERED
  }

  def "a database that is away is told as such"() {
    when:
    await(ask.call(new Names(away)))

    then:
    def failed = thrown(ExecutionException)
    failed.cause instanceof DatabaseGone

    where:
    ask << [
      { it.intern('event', ['user.signed_up']) },
      { it.known('event', ['user.signed_up']) },
      { it.names('event', [1]) },
      { it.all('task') },
    ]
  }

  private Pool pool(DatabaseUrl url) {
    PgBuilder.pool().connectingTo(Connecting.pooled(url)).using(vertx).build()
  }

  private static int unused() {
    new ServerSocket(0).withCloseable { it.localPort }
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }
}
