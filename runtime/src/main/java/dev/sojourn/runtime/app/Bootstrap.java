package dev.sojourn.runtime.app;

import dev.sojourn.runtime.app.BootstrapPorts.Port;
import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.Mode;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Migrations;
import dev.sojourn.runtime.http.ApiKeys;
import dev.sojourn.runtime.http.Scope;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a checkout ready to run on PostgreSQL, Redis and Hatchet in containers, in seven steps,
 * each of which looks first and says what it did or found done. What a step makes is in {@code
 * .env} before it is used, so a run that is killed anywhere is finished by the next one, and one
 * after that changes nothing.
 */
final class Bootstrap {
  private static final String DATA_KEY = "SOJOURN_DATA_KEY";
  private static final int STEPS = 7;
  private static final List<String> SERVICES = List.of("postgres", "redis", "hatchet");

  private final Path checkout;
  private final Path envPath;
  private final Docker docker;
  private final EngineToken engine;
  private final PrintWriter out;
  private int step;

  /** The bootstrap of a checkout. */
  Bootstrap(Path checkout, Docker docker, PrintWriter out) {
    this.checkout = checkout;
    this.envPath = checkout.resolve(".env");
    this.docker = docker;
    this.engine = new EngineToken();
    this.out = out;
  }

  /**
   * Does what is left to do.
   *
   * @param lifetime holds what is needed for it
   * @throws NotStarted if a step cannot be done; those before it stay done
   */
  void run(Lifetime lifetime) {
    if (!Files.exists(compose())) {
      throw new NotStarted(
          "'" + compose() + "' is not there; expected a checkout of Sojourn, not its image", null);
    }
    try {
      lifetime.hold(EnvLock.take(checkout));
      steps(Hosting.eventLoops(lifetime));
    } catch (IOException e) {
      throw new NotStarted("'" + envPath + "' cannot be kept: " + e, e);
    }
  }

  private void steps(Vertx vertx) throws IOException {
    docker();
    EnvFile env = settings();
    ports(env);
    containers(env);
    token(env);
    AppConfig config = migrated(env);
    dataKey(env, config, vertx);
    out.println();
    out.println("Start it:  set -a; . " + envPath + "; set +a; ./sojourn all");
    out.println(
        "Hatchet:   http://localhost:"
            + Port.HATCHET_PORT.of(env)
            + "  admin@example.com / Admin123!!");
  }

  private Path compose() {
    return checkout.resolve("docker/compose.yaml");
  }

  private void docker() {
    tell("Docker " + docker.version() + ", compose " + docker.composeVersion());
  }

  private EnvFile settings() throws IOException {
    boolean wasThere = Files.exists(envPath);
    if (wasThere) {
      Files.setPosixFilePermissions(envPath, PosixFilePermissions.fromString("rw-------"));
    }
    EnvFile env = EnvFile.read(envPath, Files.readAllLines(checkout.resolve("docker/env.example")));
    Map<String, String> fresh = new LinkedHashMap<>();
    for (String name : List.of("POSTGRES_PASSWORD", "HATCHET_DATABASE_PASSWORD", "AUTH_SECRET")) {
      boolean isElsewhere =
          name.equals("AUTH_SECRET") && !env.value("BETTER_AUTH_SECRET").isEmpty();
      if (env.value(name).isEmpty() && !isElsewhere) {
        fresh.put(name, secret());
      }
    }
    if (!wasThere || !fresh.isEmpty()) {
      env.put(fresh);
    }
    String made = fresh.isEmpty() ? "" : ", fresh in it: " + String.join(", ", fresh.keySet());
    tell(".env: " + (wasThere && fresh.isEmpty() ? "found" : "written" + made));
    return env;
  }

  private void ports(EnvFile env) throws IOException {
    Set<String> running = running(env);
    Map<String, String> changes = BootstrapPorts.changes(env.values(), running);
    if (!changes.isEmpty()) {
      env.put(changes);
    }
    StringBuilder said = new StringBuilder("ports:");
    for (Port port : Port.values()) {
      said.append(' ').append(port.of(env));
    }
    tell(said.toString());
  }

  private void containers(EnvFile env) {
    Set<String> before = running(env);
    List<String> words =
        new ArrayList<>(List.of("up", "--detach", "--wait", "--wait-timeout", "300"));
    words.addAll(SERVICES);
    compose(env, words.toArray(String[]::new));
    tell("containers: " + (before.containsAll(SERVICES) ? "found running" : "started, healthy"));
  }

  private void token(EnvFile env) throws IOException {
    Optional<String> refusal = engine.refusal(env.values());
    if (refusal.isEmpty()) {
      tell("token: found, and the engine takes it");
      return;
    }
    String minted = EngineToken.in(compose(env, EngineToken.mint()));
    env.put(Map.of(EngineToken.NAME, minted));
    engine
        .refusal(env.values())
        .ifPresent(
            why -> {
              throw new NotStarted("a fresh token does not do: " + why, null);
            });
    tell("token: minted, since " + refusal.get());
  }

  private AppConfig migrated(EnvFile env) {
    Map<String, String> settings = new HashMap<>(env.values());
    settings.putIfAbsent("SOJOURN_BUNDLE", checkout.toString());
    AppConfig config = AppConfig.from(Mode.MIGRATE, settings);
    Map<String, Integer> made =
        Migrations.run(config.database().url(), Optional.of(config.bundle().changelog()));
    tell("schema: " + made);
    return config;
  }

  private void dataKey(EnvFile env, AppConfig config, Vertx vertx) throws IOException {
    boolean wasThere = !env.value(DATA_KEY).isEmpty();
    if (!wasThere) {
      env.put(Map.of(DATA_KEY, "sk_" + secret()));
    }
    Database.open(vertx, config.database())
        .compose(
            database ->
                ApiKeys.open(database, null)
                    .compose(
                        keys ->
                            keys.ensure(
                                "bootstrap data", env.value(DATA_KEY), Set.of(Scope.INGEST)))
                    .eventually(database::close))
        .await();
    tell("key: " + DATA_KEY + (wasThere ? " found" : " made") + ", in force");
  }

  /** The services whose containers run. */
  private Set<String> running(EnvFile env) {
    return compose(env, "ps", "--services", "--status", "running")
        .lines()
        .map(String::strip)
        .collect(Collectors.toSet());
  }

  private String compose(EnvFile env, String... words) {
    return docker.compose(compose(), envPath, env.values().keySet(), words);
  }

  private void tell(String what) {
    step++;
    out.println("[" + step + "/" + STEPS + "] " + what);
    out.flush();
  }

  /** 64 characters that need no quoting, neither in a URL nor in a shell. */
  private static String secret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
