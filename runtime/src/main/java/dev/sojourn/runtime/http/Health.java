package dev.sojourn.runtime.http;

import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.bundle.FileStatus;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SchemaState;
import dev.sojourn.runtime.email.Hold;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.engine.EngineStatus;
import dev.sojourn.runtime.enrolment.Enrolments;
import dev.sojourn.runtime.limit.Limits;
import dev.sojourn.runtime.telemetry.Telemetry;
import dev.sojourn.runtime.telemetry.WorkDone;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at what this process stands on. No probe takes longer than 1.5 s. */
final class Health {
  /** How far back it looks at what was done. */
  static final Duration WINDOW = Duration.ofHours(24);

  private static final long PATIENCE_MS = 1_500;

  private final HealthRooms rooms;
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Optional<Limits> limits;
  private final Workers workers;
  private final Gauges gauges;
  private final Believed<SchemaState> schema;
  private final Believed<Boolean> working;
  private final Believed<WorkDone> journeys;
  private final Believed<WorkDone> emails;
  private final Believed<Held> held;

  /**
   * Health of a process.
   *
   * @param limits those of a process that counts requests
   */
  Health(HealthRooms rooms, Optional<Limits> limits) {
    this.rooms = rooms;
    this.limits = limits;
    Database database = rooms.database();
    this.workers = Workers.heardBy(database);
    this.gauges = new Gauges(rooms, () -> limits.flatMap(Limits::areShared));
    this.schema =
        new Believed<>(rooms.schema()::state, state -> state != null && state.engine().isInSync());
    this.working = new Believed<>(workers::areThere, there -> there != null && there);
    this.journeys = new Believed<>(() -> Enrolments.activity(database, since()), work -> true);
    this.emails = new Believed<>(() -> Sends.activity(database, since()), work -> true);
    this.held = new Believed<>(() -> Sends.held(database).map(Held::of), found -> found != null);
  }

  /**
   * What was found.
   *
   * @param database how the database answered
   * @param redis how Redis answered; null where none is used
   * @param schema how the schema compares, or null if that is not known
   */
  record Findings(
      Probe database,
      @Nullable Probe redis,
      @Nullable SchemaState schema,
      EngineStatus engine,
      Scripts scripts,
      boolean draining) {
    boolean isSchemaBehind() {
      return schema != null
          && (!schema.engine().isInSync()
              || schema.client().map(track -> !track.isInSync()).orElse(false));
    }

    boolean isReady() {
      return database.isUp() && schema != null && schema.engine().isInSync() && !draining;
    }
  }

  /** One answer of something outside; {@code error} says why it is down. */
  record Probe(long latencyMs, @Nullable String error) {
    boolean isUp() {
      return error == null;
    }
  }

  /**
   * How many scripts are in force, how many files are not as their author wants, and how many
   * doubts there are about those that are.
   */
  record Scripts(int loaded, int failed, int warnings) {
    static Scripts of(Bundle bundle) {
      var active = bundle.active();
      var files = bundle.files();
      long failed =
          files.stream().filter(file -> file.status() == FileStatus.Status.FAILED).count();
      int warnings = files.stream().mapToInt(file -> file.warnings().size()).sum();
      return new Scripts(
          active.journeys().size() + active.templates().size(), (int) failed, warnings);
    }
  }

  /**
   * Whether some worker answers.
   *
   * @param lastSeen when one did last, as far as this process knows
   */
  record Worker(boolean isUp, @Nullable Instant lastSeen) {}

  /** What was done lately; null where it could not be counted in time. */
  record Activity(@Nullable WorkDone journeys, @Nullable WorkDone emails) {}

  /** Since when mails are held; null while they are not. */
  record Held(@Nullable Instant since) {
    private static Held of(Optional<Hold> hold) {
      return new Held(hold.map(Hold::since).orElse(null));
    }
  }

  /** What decides whether this process may get work. */
  Future<Findings> look() {
    Future<Probe> answering = probe(rooms.database().run("select 1"), e -> "no answer");
    Future<@Nullable Probe> counting = redis();
    Future<@Nullable SchemaState> known = schema.get();
    Future<EngineStatus> running = engine();
    return Future.all(answering, counting, known, running)
        .map(
            all ->
                new Findings(
                    answering.result(),
                    counting.result(),
                    known.result(),
                    running.result(),
                    Scripts.of(rooms.bundle()),
                    draining.get()));
  }

  /** Whether some worker is there, which decides nothing. */
  Future<Worker> worker() {
    return working.get().map(there -> new Worker(Boolean.TRUE.equals(there), workers.lastSeen()));
  }

  /** Whether mails are held in all processes; null if that is not known in time. */
  Future<@Nullable Held> held() {
    return held.get();
  }

  /** What all processes did lately. */
  Future<Activity> activity() {
    Future<@Nullable WorkDone> ended = journeys.get();
    Future<@Nullable WorkDone> sent = emails.get();
    return Future.all(ended, sent).map(both -> new Activity(ended.result(), sent.result()));
  }

  /** How Redis answers, where it is used; without it each process counts for itself. */
  private Future<@Nullable Probe> redis() {
    return limits
        .flatMap(Limits::look)
        .map(answer -> probe(answer, e -> "each process counts requests for itself"))
        .orElseGet(Future::succeededFuture);
  }

  Instant now() {
    return rooms.database().clock().instant();
  }

  private Instant since() {
    return now().minus(WINDOW);
  }

  Telemetry telemetry() {
    return rooms.telemetry();
  }

  /** All meters as text, with how things stand now. */
  Future<String> scrape() {
    return gauges.scrape();
  }

  /** Says it is not ready any more. */
  void drain() {
    draining.set(true);
  }

  private static Future<Probe> probe(Future<?> answer, Function<Throwable, String> trouble) {
    long started = System.nanoTime();
    return answer
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .map(any -> new Probe(msSince(started), null))
        .otherwise(e -> new Probe(msSince(started), trouble.apply(e)));
  }

  /** What it says itself if the database does not. */
  private Future<EngineStatus> engine() {
    return rooms
        .engine()
        .look()
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .otherwise(e -> rooms.engine().status());
  }

  private static long msSince(long startedNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
  }
}
