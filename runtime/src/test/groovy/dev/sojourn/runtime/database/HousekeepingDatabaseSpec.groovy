package dev.sojourn.runtime.database

import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.core.Vertx
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class HousekeepingDatabaseSpec extends Specification {
  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  List<Instant> asked = Collections.synchronizedList([])

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "a round goes on until no chore has any more, and never asks for more than its share"() {
    given:
    def left = [a: 2 * Housekeeping.MOST + 1, b: 5]

    when:
    await(keeping(left.keySet().collect { name -> chore(name, Duration.ofDays(1)) { tx, before, most ->
      def gone = Math.min(most, left[name])
      left[name] -= gone
      Future.succeededFuture(gone)
    } }).round())

    then:
    left == [a: 0, b: 0]
    asked.size() == 4
  }

  def "a chore is told the instant before which nothing is kept"() {
    when:
    await(keeping([chore('a', Duration.ofDays(30)) { tx, before, most -> Future.succeededFuture(0) }]).round())

    then:
    Duration.between(asked[0], database.clock().instant()).toDays() == 30
  }

  def "while one process is at it, another does nothing"() {
    given:
    def begun = new CountDownLatch(1)
    def gate = Promise.promise()
    def first = keeping([chore('a', Duration.ofDays(1)) { tx, before, most ->
      begun.countDown()
      gate.future().map(0)
    }]).round()
    assert begun.await(20, TimeUnit.SECONDS)

    when:
    await(keeping([chore('b', Duration.ofDays(1)) { tx, before, most -> Future.succeededFuture(0) }]).round())

    then:
    asked.size() == 1

    cleanup:
    gate.complete()
    await(first)
  }

  def "what a failed chore did is undone, and keeps no other from what it has to do"() {
    given:
    await(database.run("insert into installation(name, value) values ('a', ''), ('c', '')"))
    def keeping = keeping([
        chore('a', Duration.ofDays(1)) { tx, before, most -> tx.run("delete from installation where name = 'a'").compose { tx.run('select 1/0') }.map(1) },
        chore('b', Duration.ofDays(1)) { tx, before, most -> throw new IllegalStateException('broken') },
        chore('c', Duration.ofDays(1)) { tx, before, most -> tx.run("delete from installation where name = 'c'").map(1) }])

    when:
    await(keeping.round())

    then:
    await(database.run("select name from installation where name in ('a', 'c')")).collect { it.getString(0) } == ['a']
  }

  def "closed housekeeping begins no further transaction"() {
    given:
    def keeping = keeping([chore('a', Duration.ofDays(1)) { tx, before, most -> Future.succeededFuture(most) }])
    await(keeping.close())

    when:
    await(keeping.round())

    then:
    asked.empty
  }

  private Housekeeping keeping(List<Housekeeping.Chore> chores) {
    new Housekeeping(vertx, database, chores)
  }

  private Housekeeping.Chore chore(String what, Duration kept, Closure<Future<Integer>> forget) {
    new Housekeeping.Chore(what, kept, { tx, before, most ->
      asked << before
      forget.call(tx, before, most)
    } as Housekeeping.Forgetting)
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
