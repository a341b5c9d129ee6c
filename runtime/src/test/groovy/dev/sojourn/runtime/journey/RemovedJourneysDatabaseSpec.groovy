package dev.sojourn.runtime.journey

import dev.sojourn.runtime.bundle.Bundle
import dev.sojourn.runtime.bundle.BundleFixture
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.engine.Engine
import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.core.Vertx
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Journeys that were removed while nobody served them. */
class RemovedJourneysDatabaseSpec extends Specification {
  @TempDir Path directory
  @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @AutoCleanup BundleFixture bundles
  Vertx vertx = Vertx.vertx()
  Database database = test.open(vertx)
  List<String> retired = new CopyOnWriteArrayList<>()
  Promise<Void> engineAnswers = Promise.promise()
  Bundle bundle
  Journeys journeys

  def setup() {
    bundles = new BundleFixture(directory)
    bundles.journey('hello', 'Hello')
    await(database.names().intern('task', (10..<60).collect { 'journey:gone' + it } + 'date-entry'))
    def engine = Stub(Engine) {
      liveTasks() >> { Future.succeededFuture(['journey:gone59'] as Set) }
      serve(_) >> { Future.succeededFuture() }
      retire(_) >> { String name ->
        retired << name
        engineAnswers.future()
      }
    }
    bundle = bundles.dev()
    journeys = new Journeys(vertx, database, new JourneyRooms(engine, bundle, null, null, null, null, null, null, null))
  }

  def cleanup() {
    journeys.close()
    await(database.close())
    await(vertx.close())
  }

  def "a start does not wait until an engine outside has put them away"() {
    when:
    await(journeys.open())

    then:
    retired.empty
  }

  def "sweeps put them away some at a time, but not one that has runs or is there again"() {
    given:
    engineAnswers.complete()
    await(journeys.open())

    when:
    bundles.journey('gone10', 'There again')
    bundles.until(bundle) { it.journeys().containsKey('gone10') }
    def swept = (1..5).collect {
      await(journeys.sweep())
      retired.size()
    }

    then:
    swept == [0, 20, 40, 48, 48]
    retired.toSorted() == (11..<59).collect { 'journey:gone' + it }
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS)
  }
}
