package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.http.HttpApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
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
    return Wiring.Kernel.open(vertx, config, app::later)
        .compose(kernel -> Wiring.Content.open(kernel, app::later))
        .compose(content -> Wiring.People.open(content, app::later))
        .compose(people -> app.work(config, people))
        .map(app)
        .recover(failure -> app.close().transform(closed -> Future.failedFuture(failure)));
  }

  private Future<Void> work(AppConfig config, Wiring.People people) {
    return (config.mode().hasWorker()
            ? Wiring.Work.open(people, this::later)
            : Future.<Void>succeededFuture())
        .compose(
            working -> config.mode().hasHttp() ? listen(people) : Future.<Void>succeededFuture());
  }

  private Future<Void> listen(Wiring.People people) {
    return Wiring.Doors.open(people, this::later)
        .onSuccess((HttpApi api) -> log.info("listening on port {}", api.port()))
        .mapEmpty();
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
