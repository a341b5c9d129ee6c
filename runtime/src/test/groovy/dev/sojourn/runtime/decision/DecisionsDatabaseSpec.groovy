package dev.sojourn.runtime.decision

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Instant
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class DecisionsDatabaseSpec extends Specification {
  static final Instant LATE = Instant.parse('2026-03-01T23:59:59Z')

  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  def counted = Collections.synchronizedList([])
  def decisions = new Decisions(database, { about, reason, count -> counted << "$about $reason $count".toString() })

  def cleanup() {
    await(database.run('truncate decisions'))
  }

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "equal decisions of a day are one row that counts and keeps the last values"() {
    when:
    record([leftOut('once', 0, 1), leftOut('once', -5, 2), leftOut('active', 0, 3)])
    record([leftOut('once', 0, 4)])

    then:
    await(decisions.of(1)).collect { [it.reason(), it.count(), it.compared().n, it.firstAt(), it.lastAt()] } == [
        ['active', 1, 3, LATE, LATE],
        ['once', 3, 4, LATE, LATE]]
    counted == ['journey:j active 1', 'journey:j once 2', 'journey:j once 1']
  }

  def "each day has a row of its own, and the newest stands first"() {
    when:
    record([leftOut('once', 0, 1), leftOut('once', 1, 2)])

    then:
    await(decisions.of(1))*.lastAt() == [LATE.plusSeconds(1), LATE]
    await(decisions.of(2)) == []
  }

  def "what is rolled back is neither stored nor counted"() {
    when:
    await(database.transaction { tx ->
      decisions.record(tx, [leftOut('once', 0, 1)]).compose { Future.failedFuture('no') }
    })

    then:
    thrown(ExecutionException)
    await(decisions.of(1)) == []
    counted == []
  }

  def "days before an instant are forgotten, a part at a time, and that day is kept"() {
    given:
    record([leftOut('once', -86400, 1), leftOut('active', -86400, 1), leftOut('once', 0, 2), leftOut('once', 1, 3)])
    def forget = { int most -> await(database.transaction { tx -> decisions.forget(tx, LATE, most) }) }

    expect:
    forget(1) == 1
    forget(5) == 1
    forget(5) == 0
    await(decisions.of(1))*.lastAt() == [LATE.plusSeconds(1), LATE]
  }

  private void record(List<LeftOut> leftOut) {
    await(database.transaction { tx -> decisions.record(tx, leftOut) })
  }

  private static LeftOut leftOut(String reason, int seconds, int n) {
    new LeftOut(0, 1, 'journey:j', reason, LATE.plusSeconds(seconds), [n: n, missing: null])
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
