package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.AppConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service in a process of its own: its event loops, its rooms, and their end. */
final class Hosting {
  private static final Logger log = LoggerFactory.getLogger(Hosting.class);
  private static final int LONGEST_START_SECONDS = 120;
  private static final int LONGEST_STOP_SECONDS = 40;

  private Hosting() {}

  /** Event loops, on the native transport where there is one. */
  static Vertx eventLoops(Lifetime lifetime) {
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()))
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    Vertx vertx = Vertx.vertx(options);
    lifetime.hold(() -> vertx.close().await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS));
    return vertx;
  }

  /** The rooms, started; they end with the lifetime. */
  static App rooms(Vertx vertx, AppConfig config, Lifetime lifetime) {
    log.info("starting with {}", config);
    try {
      App app = App.start(vertx, config).await(LONGEST_START_SECONDS, TimeUnit.SECONDS);
      lifetime.hold(() -> app.close().await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS));
      return app;
    } catch (TimeoutException e) {
      throw new NotStarted("the service did not start in " + LONGEST_START_SECONDS + " s", e);
    }
  }
}
