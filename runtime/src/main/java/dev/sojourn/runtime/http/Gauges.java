package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.http.BacklogStore.Backlog;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a scrape shows beside what was counted: how things stand when somebody looks. */
final class Gauges {
  private final HealthRooms rooms;
  private final Supplier<Optional<Boolean>> sharing;
  private final Believed<Backlog> waiting;
  private volatile @Nullable Backlog seen;

  /**
   * The gauges of a process, shown from now on.
   *
   * @param sharing whether requests are counted over all processes; empty if they need not be
   */
  Gauges(HealthRooms rooms, Supplier<Optional<Boolean>> sharing) {
    this.rooms = rooms;
    this.sharing = sharing;
    this.waiting = new Believed<>(new BacklogStore(rooms.database())::read, found -> true);
    process();
    pool();
    backlog();
  }

  /** All meters as text; what is not known within 1.5 s is shown as no number. */
  Future<String> scrape() {
    return waiting
        .get()
        .map(
            found -> {
              seen = found;
              return rooms.telemetry().scrape();
            });
  }

  private void process() {
    Telemetry telemetry = rooms.telemetry();
    telemetry.gauge("scripts_loaded", "Scripts and templates in force", () -> scripts().loaded());
    telemetry.gauge("scripts_failed", "Files that are not in force", () -> scripts().failed());
    telemetry.gauge(
        "engine_runs_in_work",
        "Runs that this process holds",
        () -> rooms.engine().status().inWork());
    telemetry.gauge(
        "engine_runs_blocked",
        "Runs that nobody takes up until they are unblocked",
        () -> rooms.engine().status().blocked());
    telemetry.gauge(
        "rate_limiter_circuit_open",
        "Whether limits count in this process alone though Redis is configured",
        () -> sharing.get().map(used -> used ? 0 : 1).orElse(0));
  }

  private Health.Scripts scripts() {
    return Health.Scripts.of(rooms.bundle());
  }

  private void pool() {
    Telemetry telemetry = rooms.telemetry();
    Database database = rooms.database();
    telemetry.gauge(
        "db_pool_connections",
        "Connections of the pool, idle ones included",
        database::connections);
    telemetry.gauge(
        "db_pool_active_connections", "Connections of the pool in use", database::connectionsInUse);
    telemetry.timer(
        "db_pool_acquire_duration",
        "Time until a transaction has a connection of the pool",
        () -> database.acquired().count(),
        () -> database.acquired().nanos());
    telemetry.timer(
        "db_query_duration",
        "Time until a single statement is answered",
        () -> database.queried().count(),
        () -> database.queried().nanos());
  }

  private void backlog() {
    gauge("outbox_pending", "Parcels that are not handed on, counted to 10 000", Backlog::outbox);
    gauge(
        "outbox_lag_seconds",
        "Age of the oldest parcel of the outbox",
        found -> found.lag().toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
    for (String source : BacklogStore.SOURCES) {
      rooms
          .telemetry()
          .gauge(
              "dlq_pending",
              "Letters given up that nobody has looked at, counted to 10 000",
              "source",
              source,
              () -> seen(found -> found.dead(source)));
    }
  }

  private void gauge(String name, String description, ToDoubleFunction<Backlog> value) {
    rooms.telemetry().gauge(name, description, () -> seen(value));
  }

  private double seen(ToDoubleFunction<Backlog> value) {
    Backlog last = seen;
    return last == null ? Double.NaN : value.applyAsDouble(last);
  }
}
