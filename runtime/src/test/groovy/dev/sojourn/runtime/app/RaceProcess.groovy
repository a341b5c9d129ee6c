package dev.sojourn.runtime.app

import dev.sojourn.runtime.config.AppConfig
import dev.sojourn.runtime.config.Mode
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.engine.local.EngineCount
import dev.sojourn.runtime.engine.local.LocalEngine
import dev.sojourn.runtime.http.HttpApi
import dev.sojourn.runtime.ingest.IngestLane
import groovy.transform.CompileStatic
import io.vertx.core.Future
import io.vertx.core.Vertx
import io.vertx.core.http.HttpClient
import io.vertx.core.http.HttpMethod
import io.vertx.core.http.PoolOptions
import java.util.concurrent.TimeUnit
import java.util.function.Function
import java.util.function.Supplier

/** One process of the service with all its rooms, open to a spec at an ingest lane and the admin door. */
@CompileStatic
class RaceProcess implements AutoCloseable {
  final Vertx vertx = Vertx.vertx()
  final Database database
  final IngestLane lane
  private final Rooms rooms = new Rooms()
  private final LocalEngine engine
  private final HttpApi door
  private final HttpClient client = vertx.createHttpClient(new PoolOptions(http1MaxSize: 40))

  RaceProcess(Mode mode, Map<String, String> settings) {
    AppConfig config = AppConfig.from(
        mode, settings + [PORT: '0', ADMIN_API_KEY: RunningApp.KEY, DATABASE_POOL_MAX: '50'])
    KernelWiring kernel = done KernelWiring.open(vertx, config, rooms)
    ContentWiring content = done ContentWiring.open(kernel, rooms)
    PeopleWiring people = done PeopleWiring.open(content, rooms)
    done WorkWiring.open(people, rooms)
    door = done(HttpWiring.open(people, rooms)).api()
    lane = done people.ingest().lane()
    database = kernel.database()
    engine = (LocalEngine) content.engine()
  }

  /** How often a segment found that somebody else had moved its run. */
  long getFencesLost() {
    engine.count(EngineCount.FENCES_LOST)
  }

  /** Cancels an enrolment as an admin does; answers the status of the reply. */
  Future<Integer> cancel(String journey, long enrolment) {
    String path = '/v1/admin/journeys/' + journey + '/states/' + database.publicIds().face(enrolment)
    client.request(HttpMethod.DELETE, door.port(), '127.0.0.1', path)
        .compose(request -> request.putHeader('authorization', 'Bearer ' + RunningApp.KEY).send())
        .compose(reply -> reply.body().map((Integer) reply.statusCode()))
  }

  @Override
  void close() {
    done lane.close()
    done client.close()
    rooms.closes.each { done it.get() }
    done vertx.close()
  }

  private static <T> T done(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }

  /** How what was opened is closed, the newest first. */
  private static class Rooms implements Closing {
    final Deque<Supplier<Future<Void>>> closes = new ArrayDeque<>()

    @Override
    <T> T later(T opened, Function<T, Future<Void>> close) {
      Supplier<Future<Void>> closing = () -> close.apply(opened)
      closes.push(closing)
      opened
    }
  }
}
