package dev.sojourn.runtime.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The service over HTTP: events in, people looking in, probes. One server on each of a few event
 * loops, all on one port.
 */
public final class HttpApi {
  /** How many large orders are in memory at a time. */
  private static final int LARGE_ORDERS = 2;

  /** How many imports are under way at a time. */
  private static final int IMPORTS = 2;

  private final Vertx vertx;
  private final String deployment;
  private final Health health;
  private final int port;

  private HttpApi(Vertx vertx, String deployment, Health health, int port) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.health = health;
    this.port = port;
  }

  /** Listens, once every event loop has its lane into the database. */
  public static Future<HttpApi> open(Vertx vertx, HttpConfig config, HttpRooms rooms) {
    Health health = new Health(rooms.health(), Optional.of(rooms.entrance().limits()));
    Failures failures = new Failures(config.production());
    Fittings fittings =
        new Fittings(vertx, config, failures, new Places(LARGE_ORDERS), new Places(IMPORTS));
    return deploy(vertx, config.loops(), health, () -> new HttpLoop(fittings, rooms, health));
  }

  /** Listens for probes and scrapes alone, as beside a worker. */
  public static Future<HttpApi> probes(Vertx vertx, HttpConfig config, HealthRooms rooms) {
    Health health = new Health(rooms, Optional.empty());
    return deploy(vertx, 1, health, () -> new ProbeLoop(config, health));
  }

  private static Future<HttpApi> deploy(
      Vertx vertx, int instances, Health health, Supplier<Loop> fresh) {
    List<Loop> loops = Collections.synchronizedList(new ArrayList<>());
    return vertx
        .deployVerticle(
            () -> {
              Loop loop = fresh.get();
              loops.add(loop);
              return loop;
            },
            new DeploymentOptions().setInstances(instances))
        .map(deployment -> new HttpApi(vertx, deployment, health, loops.get(0).port()));
  }

  /** The port that is listened on. */
  public int port() {
    return port;
  }

  /** Says it is not ready any more, so that no new work is sent here. */
  public void drain() {
    health.drain();
  }

  /** Stops taking connections, lets the requests in work be answered for at most 10 s. */
  public Future<Void> close() {
    drain();
    return vertx.undeploy(deployment);
  }
}
