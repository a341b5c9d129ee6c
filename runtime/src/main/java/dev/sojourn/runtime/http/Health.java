package dev.sojourn.runtime.http;

import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.bundle.FileStatus;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SchemaGuard;
import dev.sojourn.runtime.database.SchemaState;
import dev.sojourn.runtime.engine.Engine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Looks at what this process stands on. No probe takes longer than {@link #PATIENCE_MS}. */
final class Health {
  private static final long PATIENCE_MS = 1_500;

  /** A schema that was in sync is believed to be so for this long. */
  private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Seen(SchemaState state, long atNanos) {}

  private final Database database;
  private final SchemaGuard schema;
  private final Bundle bundle;
  private final Engine engine;
  private final AtomicBoolean draining;
  private volatile @Nullable Seen seen;

  Health(
      Database database, SchemaGuard schema, Bundle bundle, Engine engine, AtomicBoolean draining) {
    this.database = database;
    this.schema = schema;
    this.bundle = bundle;
    this.engine = engine;
    this.draining = draining;
  }

  /**
   * What was found.
   *
   * @param database how the database answered
   * @param schema how the schema compares, or null if that is not known
   */
  record Findings(Probe database, @Nullable SchemaState schema, Scripts scripts, boolean draining) {
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

    JsonObject json() {
      JsonObject json = new JsonObject().put("status", isUp() ? "up" : "down");
      return isUp() ? json.put("latencyMs", latencyMs) : json.put("error", error);
    }
  }

  /** How many scripts are in force, and how many files are not as their author wants. */
  record Scripts(int loaded, int failed) {
    JsonObject json() {
      return new JsonObject()
          .put("status", failed == 0 ? "up" : "degraded")
          .put("loaded", loaded)
          .put("failed", failed);
    }
  }

  Future<Findings> look() {
    Future<Probe> answering = database();
    Future<@Nullable SchemaState> known = schema();
    return Future.all(answering, known)
        .map(both -> new Findings(answering.result(), known.result(), scripts(), draining.get()));
  }

  Scripts scripts() {
    var active = bundle.active();
    int failed =
        (int)
            bundle.files().stream()
                .filter(file -> file.status() == FileStatus.Status.FAILED)
                .count();
    return new Scripts(active.journeys().size() + active.templates().size(), failed);
  }

  JsonObject engine() {
    var status = engine.status();
    return new JsonObject()
        .put("status", "up")
        .put("backing", status.backing())
        .put("inWork", status.inWork())
        .put("blocked", status.blocked());
  }

  Instant now() {
    return database.clock().instant();
  }

  static JsonObject json(@Nullable SchemaState state) {
    if (state == null) {
      return new JsonObject().putNull("engine").putNull("client");
    }
    return new JsonObject()
        .put("engine", json(state.engine()))
        .put("client", state.client().map(Health::json).orElse(null));
  }

  private static JsonObject json(SchemaState.Track track) {
    return new JsonObject()
        .put("applied", track.applied().orElse(null))
        .put("required", track.required().orElse(null))
        .put("inSync", track.isInSync())
        .put("pending", new JsonArray(track.pending()));
  }

  private Future<Probe> database() {
    long started = System.nanoTime();
    return database
        .run("select 1")
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .map(rows -> new Probe(msSince(started), null))
        .otherwise(e -> new Probe(msSince(started), "no answer"));
  }

  private Future<@Nullable SchemaState> schema() {
    Seen last = seen;
    if (last != null && System.nanoTime() - last.atNanos() < BELIEVED_NANOS) {
      return Future.succeededFuture(last.state());
    }
    return schema
        .state()
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .onSuccess(
            state -> seen = state.engine().isInSync() ? new Seen(state, System.nanoTime()) : null)
        .otherwiseEmpty();
  }

  private static long msSince(long startedNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
  }
}
