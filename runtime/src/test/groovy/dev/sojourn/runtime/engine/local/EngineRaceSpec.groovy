package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Vertx
import java.util.concurrent.TimeUnit
import java.util.stream.LongStream
import spock.lang.Specification

/**
 * Events, claims, commits, dying workers and exits on one contact, in seeded orders: every wait ends
 * once, and nothing is lost. A failure names its schedule, which plays the same again.
 */
class EngineRaceSpec extends Specification {
  private static final long TICK_ZERO = 1000
  private static final int MODELLED = 100_000
  private static final int REAL = Integer.getInteger('sojourn.race.schedules', 120)

  def "in the model of the protocol, every wait ends once and nothing is lost"() {
    when:
    LongStream.rangeClosed(1, MODELLED).parallel().forEach { seed ->
      new RaceSchedule(seed, new RaceModel(TICK_ZERO), TICK_ZERO).play()
    }

    then:
    noExceptionThrown()
  }

  def "a protocol without the fence is found out"() {
    when:
    (1..2000).each { seed -> new RaceSchedule(seed, new Unfenced(), TICK_ZERO).play() }

    then:
    thrown(AssertionError)
  }

  def "a protocol whose wakes leave the epoch alone is found out"() {
    when:
    (1..2000).each { seed -> new RaceSchedule(seed, new QuietWakes(), TICK_ZERO).play() }

    then:
    thrown(AssertionError)
  }

  def "the database does what the model does"() {
    given:
    def place = TestDatabase.fresh()
    def vertx = Vertx.vertx()
    def database = place.open(vertx)
    def claims = done database.lane()
    def transactions = done database.lane()
    long first = new Random().nextInt(1_000_000)

    when:
    (first..<first + REAL).each { seed ->
      def real = new RaceDatabase(database, claims, transactions, seed + 1, TICK_ZERO)
      new RaceSchedule(seed, new RaceTwins(new RaceModel(TICK_ZERO), real), TICK_ZERO).play()
    }

    then:
    noExceptionThrown()

    cleanup:
    done claims.close()
    done transactions.close()
    done database.close()
    done vertx.close()
    place.close()
  }

  private static <T> T done(io.vertx.core.Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }

  /** Parks whatever the epoch is. */
  private static class Unfenced extends RaceModel {
    Unfenced() {
      super(TICK_ZERO)
    }

    @Override
    boolean park(RaceWorld.Grip grip, long due, int wait, boolean goesOn, long lease) {
      RaceWorld.State row = row()
      row != null && super.park(
          new RaceWorld.Grip(row.epoch(), grip.cause(), grip.segment(), grip.now()), due, wait, goesOn, lease)
    }
  }

  /** Wakes without taking the fence from whoever has claimed the run. */
  private static class QuietWakes extends RaceModel {
    QuietWakes() {
      super(TICK_ZERO)
    }

    @Override
    boolean park(RaceWorld.Grip grip, long due, int wait, boolean goesOn, long lease) {
      super.park(lenient(grip), due, wait, goesOn, lease)
    }

    @Override
    boolean finish(RaceWorld.Grip grip) {
      super.finish(lenient(grip))
    }

    private RaceWorld.Grip lenient(RaceWorld.Grip grip) {
      RaceWorld.State row = row()
      boolean onlyWoken = row != null && row.epoch() == grip.epoch() + 1 && row.cause() != 0
      onlyWoken ? new RaceWorld.Grip(row.epoch(), grip.cause(), grip.segment(), grip.now()) : grip
    }
  }
}
