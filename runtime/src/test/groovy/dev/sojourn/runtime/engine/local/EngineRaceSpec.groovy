package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.Lane
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/**
 * Events, claims, commits, dying and paused workers and exits on one contact, step by step in seeded
 * orders: every wait ends once, and nothing is lost. A failure names its schedule, which plays the same
 * again. What many contacts do to each other at full speed is another spec's.
 */
class EngineRaceSpec extends Specification {
  private static final long TICK_ZERO = 1000
  private static final int SCHEDULES = 250

  @Shared @AutoCleanup TestDatabase place = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = place.open(vertx)
  @Shared Lane claims = done database.lane()
  @Shared Lane transactions = done database.lane()

  def cleanupSpec() {
    [claims, transactions, database, vertx].each { done it.close() }
  }

  def "every wait ends once and nothing is lost"() {
    given:
    long first = new Random().nextInt(1_000_000)

    when:
    (first..<first + SCHEDULES).each { seed ->
      new RaceSchedule(seed, new RaceDatabase(database, claims, transactions, seed + 1, TICK_ZERO), TICK_ZERO).play()
    }

    then:
    noExceptionThrown()
  }

  def "a protocol without the fence is found out"() {
    when:
    (2_000_000..<2_000_000 + SCHEDULES).each { seed ->
      new RaceSchedule(seed, new Unfenced(database, claims, transactions, seed + 1, TICK_ZERO), TICK_ZERO).play()
    }

    then:
    thrown(AssertionError)
  }

  private static <T> T done(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }

  /** Parks whatever the epoch is. */
  private static class Unfenced extends RaceDatabase {
    Unfenced(Database database, Lane claims, Lane transactions, long id, long due) {
      super(database, claims, transactions, id, due)
    }

    @Override
    boolean park(RaceDatabase.Grip grip, long due, int wait, boolean goesOn, long lease) {
      RaceDatabase.State row = row()
      row != null && super.park(
          new RaceDatabase.Grip(row.epoch(), grip.cause(), grip.segment(), grip.now()), due, wait, goesOn, lease)
    }
  }
}
