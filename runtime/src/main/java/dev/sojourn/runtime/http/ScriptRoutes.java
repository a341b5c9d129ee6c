package dev.sojourn.runtime.http;

import dev.sojourn.runtime.bundle.ActiveFile;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.bundle.ActiveTemplate;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.bundle.FileStatus;
import dev.sojourn.runtime.bundle.Kind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Looking at the operator's files: what is in force, and what is wrong with the rest. */
final class ScriptRoutes {
  private final Bundle bundle;

  ScriptRoutes(Bundle bundle) {
    this.bundle = bundle;
  }

  void mount(Routes routes) {
    routes.add(JourneyTable.SCRIPTS, this::list);
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request);
    ActiveSet active = bundle.active();
    JsonArray scripts = new JsonArray();
    bundle.files().forEach(file -> scripts.add(json(file, active)));
    return Future.succeededFuture(
        Answer.ok(paging.cut("scripts", scripts).put("activeSet", active.number())));
  }

  private static JsonObject json(FileStatus file, ActiveSet active) {
    return new JsonObject()
        .put("file", file.path())
        .put("kind", file.kind().wire())
        .put("id", file.id())
        .put("version", version(file, active))
        .put("hash", file.version())
        .put("status", file.status().wire())
        .put("error", file.error())
        .put("warnings", new JsonArray(file.warnings()))
        .put("loadedAt", Wire.time(file.loadedAt()));
  }

  /** The number of the version in force, or null. */
  private static @Nullable Integer version(FileStatus file, ActiveSet active) {
    if (file.kind() == Kind.JOURNEY) {
      ActiveJourney journey = active.journeys().get(file.id());
      return journey == null ? null : journey.version();
    }
    if (file.kind() == Kind.LISTS) {
      int lists = active.activeLists().version();
      return lists == 0 ? null : lists;
    }
    if (file.kind() == Kind.TEMPLATE) {
      ActiveTemplate template = active.templates().get(file.id());
      return template == null ? null : template.version();
    }
    ActiveFile<?> other = active.files().of(file.kind()).get(file.id());
    return other == null ? null : other.version();
  }
}
