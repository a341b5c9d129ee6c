package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.email.DeadLetters;
import dev.sojourn.runtime.outbox.Backlog;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a scrape shows beside what was counted: how things stand when somebody looks. */
final class Gauges {
  /** Counting ends here: beyond it, more is no worse. */
  private static final int MOST = 10_000;

  /** Of what letters are given up. */
  private static final List<String> SOURCES = List.of("email", "webhook-delivery");

  /**
   * What waits, over all processes.
   *
   * @param dead letters that nobody has looked at, by source
   */
  private record Waiting(Backlog outbox, Map<String, Long> dead) {}

  private final HealthRooms rooms;
  private final Supplier<Optional<Boolean>> sharing;
  private final Believed<Waiting> waiting;
  private volatile @Nullable Waiting seen;

  /**
   * The gauges of a process, shown from now on.
   *
   * @param sharing whether requests are counted over all processes; empty if they need not be
   */
  Gauges(HealthRooms rooms, Supplier<Optional<Boolean>> sharing) {
    this.rooms = rooms;
    this.sharing = sharing;
    this.waiting = new Believed<>(this::count, found -> true);
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

  private Future<Waiting> count() {
    Future<Backlog> outbox = Outbox.waiting(rooms.database(), MOST);
    Future<Map<String, Long>> dead = DeadLetters.pending(rooms.database(), MOST);
    return Future.all(outbox, dead).map(both -> new Waiting(outbox.result(), dead.result()));
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
    gauge(
        "outbox_pending",
        "Parcels that are not handed on, counted to 10 000",
        found -> found.outbox().parcels());
    gauge(
        "outbox_lag_seconds",
        "Age of the oldest parcel of the outbox",
        found -> secondsSince(found.outbox().oldest()));
    for (String source : SOURCES) {
      rooms
          .telemetry()
          .gauge(
              "dlq_pending",
              "Letters given up that nobody has looked at, counted to 10 000",
              "source",
              source,
              () -> seen(found -> found.dead().getOrDefault(source, 0L)));
    }
  }

  private void gauge(String name, String description, ToDoubleFunction<Waiting> value) {
    rooms.telemetry().gauge(name, description, () -> seen(value));
  }

  private double secondsSince(@Nullable Instant oldest) {
    if (oldest == null) {
      return 0;
    }
    Duration age = Duration.between(oldest, rooms.database().clock().instant());
    return Math.max(0, age.toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
  }

  private double seen(ToDoubleFunction<Waiting> value) {
    Waiting last = seen;
    return last == null ? Double.NaN : value.applyAsDouble(last);
  }
}
