package dev.sojourn.runtime.http;

import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The service over HTTP: events in, people looking in, probes. One server on each of a few event
 * loops, all on one port.
 */
public final class HttpApi {
  private final Vertx vertx;
  private final String deployment;
  private final AtomicBoolean draining;
  private final int port;

  private HttpApi(Vertx vertx, String deployment, AtomicBoolean draining, int port) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.draining = draining;
    this.port = port;
  }

  /** Listens, once every event loop has its lane into the database. */
  public static Future<HttpApi> open(Vertx vertx, HttpConfig config, HttpRooms rooms) {
    AtomicBoolean draining = new AtomicBoolean();
    AdminRooms admin = rooms.admin();
    Health health =
        new Health(rooms.database(), rooms.schema(), admin.bundle(), admin.engine(), draining);
    gauges(rooms, health);
    List<HttpLoop> loops = Collections.synchronizedList(new ArrayList<>());
    DeploymentOptions options = new DeploymentOptions().setInstances(config.loops());
    return vertx
        .deployVerticle(
            () -> {
              HttpLoop loop = new HttpLoop(config, rooms, health);
              loops.add(loop);
              return loop;
            },
            options)
        .map(deployment -> new HttpApi(vertx, deployment, draining, loops.get(0).port()));
  }

  /** The port that is listened on. */
  public int port() {
    return port;
  }

  /** Says it is not ready any more, so that no new work is sent here. */
  public void drain() {
    draining.set(true);
  }

  /** Stops taking connections, lets the requests in work be answered for at most 10 s. */
  public Future<Void> close() {
    drain();
    return vertx.undeploy(deployment);
  }

  private static void gauges(HttpRooms rooms, Health health) {
    Telemetry telemetry = rooms.telemetry();
    Engine engine = rooms.admin().engine();
    telemetry.gauge(
        "scripts_loaded", "Scripts and templates in force", () -> health.scripts().loaded());
    telemetry.gauge(
        "scripts_failed", "Files that are not in force", () -> health.scripts().failed());
    telemetry.gauge(
        "engine_runs_in_work", "Runs that this process holds", () -> engine.status().inWork());
    telemetry.gauge(
        "engine_runs_blocked",
        "Runs that nobody takes up until they are unblocked",
        () -> engine.status().blocked());
    telemetry.gauge(
        "db_pool_connections",
        "Connections of the pool, idle ones included",
        () -> rooms.database().connections());
  }
}
