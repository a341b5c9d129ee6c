package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.SchemaState;
import dev.sojourn.runtime.engine.EngineStatus;
import dev.sojourn.runtime.telemetry.WorkDone;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What health found, as the wire shows it. */
final class HealthText {
  private HealthText() {}

  static JsonObject of(Health.Probe probe) {
    return probe.isUp()
        ? up().put("latencyMs", probe.latencyMs())
        : down().put("error", probe.error());
  }

  static JsonObject of(EngineStatus engine) {
    EngineStatus.Remote remote = engine.remote();
    JsonObject text = remote == null || remote.trouble() == null ? up() : down();
    text.put("backing", engine.backing())
        .put("inWork", engine.inWork())
        .put("blocked", engine.blocked());
    if (remote == null) {
      return text;
    }
    if (remote.trouble() != null) {
      text.put("error", remote.trouble());
    }
    return text.put("registeredTasks", remote.tasks()).put("outboxLagSeconds", remote.lagSeconds());
  }

  static JsonObject of(Health.Scripts scripts) {
    return new JsonObject()
        .put("status", scripts.failed() == 0 ? "up" : "degraded")
        .put("loaded", scripts.loaded())
        .put("failed", scripts.failed())
        .put("warnings", scripts.warnings());
  }

  static JsonObject of(Health.Worker worker) {
    return (worker.isUp() ? up() : down()).put("lastSeenAt", Wire.time(worker.lastSeen()));
  }

  /**
   * Whether mails go out or are held.
   *
   * @param held by an operator, in all processes; null where that is not known
   * @param withheld by the settings of this one
   */
  static JsonObject of(Health.@Nullable Held held, Withheld withheld) {
    JsonObject text;
    if (withheld.sends()) {
      text = new JsonObject().put("status", "held").put("by", "SENDS_HELD");
    } else if (held == null) {
      text = down().put("error", "unknown");
    } else if (held.since() == null) {
      text = up();
    } else {
      text = new JsonObject().put("status", "held").put("since", Wire.time(held.since()));
    }
    return withheld.readers() ? text.put("testMode", true) : text;
  }

  static JsonObject of(Health.Activity activity) {
    return new JsonObject()
        .put("windowHours", Health.WINDOW.toHours())
        .put("journeys", counts(activity.journeys(), "completed"))
        .put("emails", counts(activity.emails(), "sent"));
  }

  /** Where the tracks of the schema are. */
  static JsonObject of(@Nullable SchemaState state) {
    return new JsonObject()
        .put("engine", state == null ? null : track(state.engine()))
        .put("client", state == null ? null : state.client().map(HealthText::track).orElse(null));
  }

  /** Whether the schema is fit to work on. */
  static JsonObject schema(Health.Findings found) {
    if (found.schema() == null) {
      return down().put("error", "unknown");
    }
    return found.isSchemaBehind() ? down().put("error", "migrations are pending") : up();
  }

  private static JsonObject up() {
    return new JsonObject().put("status", "up");
  }

  private static JsonObject down() {
    return new JsonObject().put("status", "down");
  }

  private static JsonObject counts(@Nullable WorkDone counts, String done) {
    return new JsonObject()
        .put("failed", counts == null ? null : counts.failed())
        .put(done, counts == null ? null : counts.done());
  }

  private static JsonObject track(SchemaState.Track track) {
    return new JsonObject()
        .put("applied", track.applied().orElse(null))
        .put("required", track.required().orElse(null))
        .put("inSync", track.isInSync())
        .put("pending", new JsonArray(track.pending()));
  }
}
