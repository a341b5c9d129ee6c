package dev.sojourn.runtime.database

import io.vertx.core.Future
import io.vertx.core.Vertx
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification

class PeersDatabaseSpec extends Specification {
  @AutoCleanup TestDatabase test = TestDatabase.fresh()
  Vertx vertx = Vertx.vertx()
  Database database = test.open(vertx)
  Peers peers = database.peers()

  def cleanup() {
    await(database.close())
    await(vertx.close())
  }

  def "a process that nobody else joins is alone, from its second question on"() {
    expect:
    !alone()
    alone()
    alone()
  }

  def "a process that joins is seen by the next question"() {
    given:
    alone()

    when:
    def other = test.open(vertx)

    then:
    !alone()
    !alone()

    cleanup:
    await(other.close())
  }

  def "a process that joins in a transaction under way is seen once that is committed"() {
    given:
    alone()

    when:
    def meanwhile = await(database.transaction { slow ->
      slow.run("update nodes set claimed = pg_current_xact_id(), lease_until = now() + interval '1 hour' where id = 700")
          .compose { database.transaction { tx -> peers.alone(tx) } }
    })

    then:
    meanwhile
    !alone()
  }

  def "a process that finds another one is not alone"() {
    given:
    def other = test.open(vertx)

    expect:
    !alone()
    !alone()

    cleanup:
    await(other.close())
  }

  def "a process whose predecessor's clock was ahead makes greater ids before it is alone"() {
    given:
    def ahead = database.ids().next() + (3_600_000L << 22)
    await(database.run('''update nodes set last_ms = $1, lease_until = now() - interval '2 minutes' where id = 700''', ahead >> 22))

    expect:
    !alone()
    database.ids().next() > ahead
    alone()
  }

  private boolean alone() {
    await(database.transaction { tx -> peers.alone(tx) })
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
