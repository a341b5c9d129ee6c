package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Is it alive, may it get work, what is it standing on, what has it done. For everybody. */
final class HealthRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Health health;
  private final String version;
  private final Withheld withheld;

  HealthRoutes(Health health, HttpConfig config) {
    this.health = health;
    this.version = config.version();
    this.withheld = config.withheld();
  }

  void mount(Routes routes) {
    routes.addWithHead(PublicTable.ALIVE, this::alive);
    routes.addWithHead(PublicTable.READY, this::ready);
    routes.addWithHead(PublicTable.STATUS, this::status);
    routes.addWithHead(PublicTable.HEALTH, this::whole);
    routes.add(PublicTable.METRICS, this::metrics);
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
                            components(found).put("schema", HealthText.schema(found)))));
  }

  private Future<Answer> status(RoutingContext request) {
    return health
        .look()
        .map(found -> Answer.json(code(found), new JsonObject().put("status", status(found))));
  }

  private Future<Answer> whole(RoutingContext request) {
    Future<Health.Findings> found = health.look();
    Future<Health.Worker> worker = health.worker();
    Future<Health.Activity> activity = health.activity();
    Future<Health.@Nullable Held> held = health.held();
    return Future.all(found, worker, activity, held)
        .map(
            all -> {
              JsonObject components =
                  components(found.result())
                      .put("worker", HealthText.of(worker.result()))
                      .put("sends", HealthText.of(held.result(), withheld));
              if (withheld.events()) {
                components.put("ingest", new JsonObject().put("status", "suspended"));
              }
              return whole(found.result(), components, activity.result());
            });
  }

  private Answer whole(Health.Findings found, JsonObject components, Health.Activity activity) {
    return Answer.json(
        code(found),
        new JsonObject()
            .put("status", status(found))
            .put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0)
            .put("timestamp", Wire.time(health.now()))
            .put("version", version)
            .put("engine", found.engine().backing())
            .put("components", components)
            .put("schema", HealthText.of(found.schema()))
            .put("activity", HealthText.of(activity)));
  }

  private Future<Answer> metrics(RoutingContext request) {
    return health.scrape().map(text -> new Answer(200, PROMETHEUS, Buffer.buffer(text)));
  }

  private static JsonObject components(Health.Findings found) {
    JsonObject components = new JsonObject().put("database", HealthText.of(found.database()));
    if (found.redis() != null) {
      components.put("redis", HealthText.of(found.redis()));
    }
    return components
        .put("engine", HealthText.of(found.engine()))
        .put("scripts", HealthText.of(found.scripts()));
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
    return found.database().isUp() && (found.redis() == null || found.redis().isUp())
        ? "healthy"
        : "degraded";
  }

  private static int code(Health.Findings found) {
    return found.isSchemaBehind() || !found.database().isUp() ? 503 : 200;
  }
}
