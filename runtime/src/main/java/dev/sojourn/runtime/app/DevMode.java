package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.Mode;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.EmbeddedPostgres;
import dev.sojourn.runtime.database.HomeLock;
import dev.sojourn.runtime.database.Migrations;
import dev.sojourn.runtime.database.SchemaGuard;
import dev.sojourn.runtime.database.SchemaState;
import dev.sojourn.runtime.http.ApiKeys;
import dev.sojourn.runtime.http.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything an author needs in one process: a database in the home unless one is given, the schema
 * up to date, keys, the service with hot reload, and one printed block that says how to go on.
 */
final class DevMode {
  private static final Logger log = LoggerFactory.getLogger(DevMode.class);
  private static final String DATABASE_URL = "DATABASE_URL";

  private final Map<String, String> environment;
  private final Lifetime lifetime;
  private final PrintWriter out;

  DevMode(Map<String, String> environment, Lifetime lifetime, PrintWriter out) {
    this.environment = new HashMap<>(environment);
    this.lifetime = lifetime;
    this.out = out;
  }

  /** Starts it all; what cannot work is told before anything is started. */
  void start() {
    boolean hasDatabase = !environment.getOrDefault(DATABASE_URL, "").isBlank();
    if (!hasDatabase) {
      environment.put(DATABASE_URL, "postgresql://sojourn@127.0.0.1/sojourn");
    }
    AppConfig wanted = AppConfig.from(Mode.DEV, environment);
    Logs.open(wanted.logLevel());
    HomeLock lock = lifetime.hold(HomeLock.take(wanted.home()));
    environment.put("PORT", "" + Ports.available("PORT", wanted.http().port()));
    if (!hasDatabase) {
      environment.put(DATABASE_URL, embedded(wanted.home(), lock));
    }
    serve(keys(wanted));
  }

  /** The keys of the home, the one that signs among the settings unless it was given. */
  private DevKeys keys(AppConfig wanted) {
    try {
      DevKeys keys = DevKeys.of(wanted.home());
      if (wanted.preferences().passing()) {
        environment.put("AUTH_SECRET", keys.auth());
      }
      return keys;
    } catch (IOException e) {
      throw unkept(wanted, e);
    }
  }

  private static NotStarted unkept(AppConfig config, IOException e) {
    return new NotStarted("'" + DevKeys.file(config.home()) + "': " + e.getMessage(), e);
  }

  private String embedded(Path home, HomeLock lock) {
    if (!Files.exists(DevKeys.file(home))) {
      log.info("setting up a PostgreSQL in '{}'", home);
    }
    return lifetime.hold(EmbeddedPostgres.start(lock, Map.of())).url().text();
  }

  private void serve(DevKeys keys) {
    AppConfig config = AppConfig.from(Mode.DEV, environment);
    Vertx vertx = Hosting.eventLoops(lifetime);
    migrate(vertx, config);
    try {
      ensure(vertx, config, keys).await();
      Hosting.rooms(vertx, config, lifetime);
      String url = "http://localhost:" + config.http().port();
      keys.write(config.home(), url, config.database().url());
      out.println(Greeting.of(config, url, keys));
      out.flush();
    } catch (IOException e) {
      throw unkept(config, e);
    }
  }

  /** Asks first, because the answer is at hand, and a migration has to be loaded. */
  private static void migrate(Vertx vertx, AppConfig config) {
    Optional<Path> changelog = Optional.of(config.bundle().changelog());
    SchemaState state = new SchemaGuard(vertx, config.database(), changelog).state().await();
    if (!state.engine().isInSync() || state.client().filter(c -> !c.isInSync()).isPresent()) {
      Map<String, Integer> made = Migrations.run(config.database().url(), changelog);
      log.info("the schema is up to date, with {} new changes", made);
    }
  }

  private static Future<Void> ensure(Vertx vertx, AppConfig config, DevKeys keys) {
    return Database.open(vertx, config.database())
        .compose(
            database ->
                ApiKeys.open(database, null)
                    .compose(known -> ensure(known, keys))
                    .eventually(database::close));
  }

  private static Future<Void> ensure(ApiKeys known, DevKeys keys) {
    return known
        .ensure("dev data", keys.data(), Set.of(Scope.INGEST))
        .compose(data -> known.ensure("dev admin", keys.admin(), Set.of(Scope.FULL_ADMIN)));
  }
}
