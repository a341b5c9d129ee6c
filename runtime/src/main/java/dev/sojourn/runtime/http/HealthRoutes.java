package dev.sojourn.runtime.http;

import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.lang.management.ManagementFactory;

/** Is it alive, may it get work, what is it standing on, what has it done. For everybody. */
final class HealthRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Health health;
  private final Telemetry telemetry;
  private final String version;

  HealthRoutes(Health health, Telemetry telemetry, String version) {
    this.health = health;
    this.telemetry = telemetry;
    this.version = version;
  }

  void mount(Routes routes) {
    for (HttpMethod method : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
      routes.open(method, "/livez", this::alive);
      routes.open(method, "/readyz", this::ready);
      routes.open(method, "/health", this::status);
      routes.open(method, "/v1/health", this::whole);
    }
    routes.open(HttpMethod.GET, "/metrics", this::metrics);
  }

  private Future<Answer> alive(RoutingContext request) {
    return Future.succeededFuture(Answer.ok(new JsonObject().put("status", "up")));
  }

  private Future<Answer> ready(RoutingContext request) {
    return health
        .look()
        .map(
            found ->
                Answer.json(
                    found.isReady() ? 200 : 503,
                    new JsonObject()
                        .put("status", readiness(found))
                        .put(
                            "components",
                            new JsonObject()
                                .put("database", found.database().json())
                                .put("engine", health.engine())
                                .put("schema", schema(found))
                                .put("scripts", found.scripts().json()))));
  }

  private Future<Answer> status(RoutingContext request) {
    return health
        .look()
        .map(found -> Answer.json(code(found), new JsonObject().put("status", status(found))));
  }

  private Future<Answer> whole(RoutingContext request) {
    return health
        .look()
        .map(
            found ->
                Answer.json(
                    code(found),
                    new JsonObject()
                        .put("status", status(found))
                        .put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0)
                        .put("timestamp", Wire.time(health.now()))
                        .put("version", version)
                        .put("engine", health.engine().getString("backing"))
                        .put(
                            "components",
                            new JsonObject()
                                .put("database", found.database().json())
                                .put("engine", health.engine())
                                .put("scripts", found.scripts().json()))
                        .put("schema", Health.json(found.schema()))));
  }

  private Future<Answer> metrics(RoutingContext request) {
    return Future.succeededFuture(new Answer(200, PROMETHEUS, Buffer.buffer(telemetry.scrape())));
  }

  private static JsonObject schema(Health.Findings found) {
    boolean known = found.schema() != null;
    JsonObject json =
        new JsonObject().put("status", known && !found.isSchemaBehind() ? "up" : "down");
    if (!known) {
      return json.put("error", "unknown");
    }
    return found.isSchemaBehind() ? json.put("error", "migrations are pending") : json;
  }

  private static String readiness(Health.Findings found) {
    if (found.draining()) {
      return "draining";
    }
    return found.isReady() ? "ready" : "not_ready";
  }

  private static String status(Health.Findings found) {
    if (found.isSchemaBehind()) {
      return "migration_pending";
    }
    return found.database().isUp() ? "healthy" : "degraded";
  }

  private static int code(Health.Findings found) {
    return found.isSchemaBehind() || !found.database().isUp() ? 503 : 200;
  }
}
