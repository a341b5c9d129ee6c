package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.Mode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service of one process, put together from top to bottom; to read {@link #start} is to read
 * the architecture. What it opens it closes, in reverse.
 */
public final class App {
  private static final Logger log = LoggerFactory.getLogger(App.class);

  private final Deque<Supplier<Future<Void>>> closes = new ArrayDeque<>();

  private App() {}

  /**
   * Starts the rooms that the configured mode needs; what was started is stopped when one fails.
   */
  public static Future<App> start(Vertx vertx, AppConfig config) {
    App app = new App();
    return KernelWiring.open(vertx, config, app::later)
        .compose(kernel -> ContentWiring.open(kernel, app::later))
        .compose(content -> PeopleWiring.open(content, app::later))
        .compose(people -> app.work(config.mode(), people))
        .compose(people -> app.listen(config, people))
        .map(app)
        .recover(failure -> app.close().transform(closed -> Future.failedFuture(failure)));
  }

  private Future<PeopleWiring> work(Mode mode, PeopleWiring people) {
    return mode.hasWorker()
        ? WorkWiring.open(people, this::later).map(people)
        : Future.succeededFuture(people);
  }

  private Future<?> listen(AppConfig config, PeopleWiring people) {
    OptionalInt metricsPort = config.http().metricsPort();
    if (config.mode().hasHttp()) {
      return HttpWiring.open(people, this::later);
    }
    return metricsPort.isPresent()
        ? HttpWiring.probes(people.content(), metricsPort.getAsInt(), this::later)
        : Future.succeededFuture();
  }

  /** Remembers how something is closed, and hands it on. */
  private <T> T later(T opened, Function<T, Future<Void>> close) {
    closes.push(() -> close.apply(opened));
    return opened;
  }

  /** Stops everything, the newest first; goes on when something does not close in order. */
  public Future<Void> close() {
    Supplier<Future<Void>> next = closes.poll();
    if (next == null) {
      return Future.succeededFuture();
    }
    return next.get()
        .onFailure(failure -> log.warn("something did not close in order", failure))
        .transform(closed -> close());
  }
}
