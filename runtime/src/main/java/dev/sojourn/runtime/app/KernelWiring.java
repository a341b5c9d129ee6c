package dev.sojourn.runtime.app;

import dev.sojourn.core.preference.MailLinks;
import dev.sojourn.core.preference.Tokens;
import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.PreferenceConfig;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SchemaGuard;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every room stands on. */
record KernelWiring(
    Vertx vertx,
    AppConfig config,
    SchemaGuard schema,
    Database database,
    Telemetry telemetry,
    Outbox outbox) {
  private static final Logger log = LoggerFactory.getLogger(KernelWiring.class);
  private static final Duration MIGRATION_PATIENCE = Duration.ofSeconds(60);

  static Future<KernelWiring> open(Vertx vertx, AppConfig config, Closing closing) {
    SchemaGuard schema =
        new SchemaGuard(vertx, config.database(), Optional.of(config.bundle().changelog()));
    return guarded(config, schema)
        .compose(known -> Database.open(vertx, config.database()))
        .map(database -> over(vertx, config, schema, database, closing))
        .compose(kernel -> kernel.outbox().open().map(kernel));
  }

  private static KernelWiring over(
      Vertx vertx, AppConfig config, SchemaGuard schema, Database database, Closing closing) {
    closing.later(database, Database::close);
    if (config.preferences().passing()) {
      log.warn("AUTH_SECRET is not set: links to leave mails are good until this process ends");
    }
    Telemetry telemetry = closing.later(Telemetry.open(), KernelWiring::close);
    return new KernelWiring(
        vertx, config, schema, database, telemetry, new Outbox(vertx, database));
  }

  /** The links in mails by which people leave. */
  MailLinks links() {
    PreferenceConfig known = config.preferences();
    return new MailLinks(
        config.http().publicUrl(), new Tokens(known.secret(), known.previous()), known.linksLast());
  }

  private static Future<Void> close(Telemetry telemetry) {
    telemetry.close();
    return Future.succeededFuture();
  }

  /**
   * A worker waits for a migration that runs beside it; an api says at once that it cannot serve.
   */
  private static Future<?> guarded(AppConfig config, SchemaGuard schema) {
    return config.database().skipSchemaCheck()
        ? Future.succeededFuture()
        : schema.require(config.mode().hasHttp() ? Duration.ZERO : MIGRATION_PATIENCE);
  }
}
