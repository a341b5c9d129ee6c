package dev.sojourn.runtime.engine

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class ActiveEngineDatabaseSpec extends Specification {
  @Shared @AutoCleanup TestDatabase place = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = place.open(vertx)
  private final ActiveEngine active = new ActiveEngine(database)

  def cleanup() {
    done database.run("delete from installation where name = 'engine'")
  }

  def cleanupSpec() {
    done database.close()
    done vertx.close()
  }

  def "the first process records its engine, and others of it agree"() {
    expect:
    done(active.recorded()) == ''

    when:
    done active.require('hatchet')
    done active.require('hatchet')

    then:
    done(active.recorded()) == 'hatchet'
  }

  def "a process that is set to '#other' where journeys run on '#engine' is told what to do, in one line"() {
    given:
    done active.require(engine)

    when:
    done active.require(other)

    then:
    def refusal = thrown(EngineDisagrees)
    refusal.message == "the journeys of this installation run on the engine '$engine', and this process is set to '$other'; $hint, or move them with './sojourn engine move --to $other'"
    done(active.recorded()) == engine

    where:
    engine    | other     || hint
    'hatchet' | 'local'   || 'set HATCHET_CLIENT_TOKEN'
    'local'   | 'hatchet' || 'take HATCHET_CLIENT_TOKEN away'
  }

  def "while journeys move no process starts, whatever it is set to"() {
    given:
    done active.require('local')
    done active.moving('hatchet')

    when:
    done active.require(backing)

    then:
    def refusal = thrown(EngineDisagrees)
    refusal.message.contains("'./sojourn engine move --to hatchet'")

    when:
    done active.moved('hatchet')

    then:
    done(active.recorded()) == 'hatchet'

    where:
    backing << ['local', 'hatchet']
  }

  private static <T> T done(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
    } catch (ExecutionException e) {
      throw e.cause
    }
  }
}
