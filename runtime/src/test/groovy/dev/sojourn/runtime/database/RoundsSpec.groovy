package dev.sojourn.runtime.database

import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification

class RoundsSpec extends Specification {
  @AutoCleanup
  Vertx vertx = Vertx.vertx()
  List<String> told = new CopyOnWriteArrayList<>()

  def "a round that #how is told, and followed by another one"() {
    given:
    def second = new CountDownLatch(2)
    def rounds = Rounds.on(
        vertx.getOrCreateContext(),
        {
          second.countDown()
          second.count == 1 ? broken.call() : Future.succeededFuture(null)
        },
        { why ->
          told << why.message
          Duration.ZERO
        })

    when:
    rounds.nudge()

    then:
    second.await(10, TimeUnit.SECONDS)
    told == ['gone']

    cleanup:
    rounds?.close()

    where:
    how      | broken
    'fails'  | { Future.failedFuture('gone') }
    'throws' | { throw new IllegalStateException('gone') }
  }

  def "it ends when the round under way does"() {
    given:
    def begun = new CountDownLatch(1)
    def under = io.vertx.core.Promise.<Duration> promise()
    def rounds = Rounds.on(
        vertx.getOrCreateContext(),
        {
          begun.countDown()
          under.future()
        },
        { why -> null })

    when:
    rounds.nudge()
    begun.await(10, TimeUnit.SECONDS)
    def ended = rounds.close()
    def before = ended.isComplete()
    under.complete(Duration.ZERO)

    then:
    !before
    ended.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS) == null
  }
}
