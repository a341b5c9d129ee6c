package dev.sojourn.runtime.app;

import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.bundle.FileStatus;
import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.BundleConfig;
import dev.sojourn.runtime.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.List;

/** Publishes what lies in the bundle as the active set of all processes. */
final class Deploy {
  private final Vertx vertx;
  private final AppConfig config;
  private final PrintWriter out;

  Deploy(Vertx vertx, AppConfig config, PrintWriter out) {
    this.vertx = vertx;
    this.config = config;
    this.out = out;
  }

  /** Publishes; answers how many files could not be accepted and keep their last good version. */
  Future<Integer> run() {
    return GuardedDatabase.during(vertx, config, this::publish);
  }

  private Future<Integer> publish(Database database) {
    BundleConfig now =
        new BundleConfig(config.bundle().directory(), true, true, config.bundle().pollInterval());
    return Bundle.open(vertx, database, now, new ScriptCompiler())
        .compose(bundle -> bundle.close().map(closed -> tell(bundle)));
  }

  private int tell(Bundle bundle) {
    List<FileStatus> failed =
        bundle.files().stream().filter(file -> file.status() == FileStatus.Status.FAILED).toList();
    failed.forEach(file -> out.println(file.error()));
    bundle.files().forEach(file -> file.warnings().forEach(out::println));
    var active = bundle.active();
    out.printf(
        "active set %d: %d journeys, %d templates%n",
        active.number(), active.journeys().size(), active.templates().size());
    return failed.size();
  }
}
