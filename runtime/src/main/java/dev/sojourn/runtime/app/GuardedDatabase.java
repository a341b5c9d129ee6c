package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SchemaGuard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The database of a command, which is open while the command works. */
final class GuardedDatabase {
  private GuardedDatabase() {}

  /** What the work answers; it is not begun on a schema that is behind. */
  static <T> Future<T> during(Vertx vertx, AppConfig config, Function<Database, Future<T>> work) {
    return new SchemaGuard(vertx, config.database(), Optional.of(config.bundle().changelog()))
        .require(Duration.ZERO)
        .compose(known -> Database.open(vertx, config.database()))
        .compose(database -> work.apply(database).eventually(database::close));
  }
}
