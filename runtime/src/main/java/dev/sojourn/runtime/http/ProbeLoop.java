package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import org.jspecify.annotations.Nullable;

/** One event loop that answers probes and scrapes, and nothing else. */
final class ProbeLoop extends VerticleBase implements Loop {
  private final HttpConfig config;
  private final Health health;
  private @Nullable HttpServer server;

  ProbeLoop(HttpConfig config, Health health) {
    this.config = config;
    this.health = health;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    Replies replies = new Replies(new Failures(config.production()));
    new HealthRoutes(health, config)
        .mount(new Routes(router, Gate.CLOSED, health.telemetry(), replies, Witness.NOBODY));
    server = vertx.createHttpServer(config.server()).requestHandler(router);
    return server.listen();
  }

  @Override
  public int port() {
    return server == null ? 0 : server.actualPort();
  }
}
