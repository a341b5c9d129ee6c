package dev.sojourn.runtime.http;

import dev.sojourn.core.definition.DefinitionJson;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.bundle.FileStatus;
import dev.sojourn.runtime.bundle.Kind;
import dev.sojourn.runtime.enrolment.EnrolmentCounts;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.enrolment.Enrolments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looking at journeys, and switching them on and off. */
final class JourneyRoutes {
  private static final int RECENT = 10;
  private static final List<EnrolmentStatus> SHOWN =
      List.of(
          EnrolmentStatus.ACTIVE,
          EnrolmentStatus.WAITING,
          EnrolmentStatus.COMPLETED,
          EnrolmentStatus.FAILED,
          EnrolmentStatus.EXITED);

  private final Bundle bundle;
  private final Enrolments enrolments;
  private final StateView states;
  private final Bodies bodies;

  JourneyRoutes(Bundle bundle, Enrolments enrolments, StateView states, Bodies bodies) {
    this.bundle = bundle;
    this.enrolments = enrolments;
    this.states = states;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(JourneyTable.LIST, this::list);
    routes.add(JourneyTable.ONE, this::one);
    routes.add(JourneyTable.SWITCH, this::change);
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request);
    String asked = Query.given(request.request(), "enabled");
    Boolean enabled = asked == null ? null : Boolean.valueOf(asked);
    return enrolments
        .switchedOff()
        .compose(
            off -> {
              List<ActiveJourney> all =
                  bundle.active().journeys().values().stream()
                      .filter(one -> enabled == null || enabled == isEnabled(one.definition(), off))
                      .toList();
              List<ActiveJourney> part =
                  all.stream().skip(paging.offset()).limit(paging.limit()).toList();
              return standing(part, off)
                  .map(standing -> paging.around("journeys", json(part, standing), all.size()));
            })
        .map(Answer::ok);
  }

  private JsonArray json(List<ActiveJourney> journeys, Standing standing) {
    JsonArray shown = new JsonArray();
    journeys.forEach(journey -> shown.add(json(journey, standing)));
    return shown;
  }

  private Future<Answer> one(RoutingContext request) {
    ActiveJourney journey = active(request.pathParam("id"));
    String id = journey.definition().id();
    Future<Standing> standing =
        enrolments.switchedOff().compose(off -> standing(List.of(journey), off));
    Future<JsonArray> recent = enrolments.newest(id, RECENT).compose(states::json);
    return Future.all(standing, recent)
        .map(
            both -> {
              JsonObject whole = new JsonObject(DefinitionJson.write(journey.definition()));
              JsonObject shown =
                  json(journey, standing.result())
                      .put("exitOn", whole.getJsonArray("exitOn"))
                      .put("category", whole.getString("category"))
                      .put("suppress", whole.getString("suppress"))
                      .put("key", whole.getString("key"))
                      .put("onRepeat", whole.getString("onRepeat"))
                      .put("recentStates", recent.result());
              return Answer.ok(new JsonObject().put("journey", shown));
            });
  }

  private Future<Answer> change(RoutingContext request) {
    JourneyDefinition definition = active(request.pathParam("id")).definition();
    return bodies
        .object(request)
        .map(body -> body.getBoolean("enabled"))
        .compose(
            on ->
                enrolments
                    .turn(definition.id(), on)
                    .map(
                        at ->
                            new JsonObject()
                                .put("id", definition.id())
                                .put("name", definition.name())
                                .put("enabled", on && definition.enabled())
                                .put("updatedAt", Wire.time(at))))
        .map(changed -> Answer.ok(new JsonObject().put("journey", changed)));
  }

  private Future<Standing> standing(List<ActiveJourney> journeys, Set<String> off) {
    return enrolments
        .counts(journeys.stream().map(one -> one.definition().id()).toList())
        .map(counts -> new Standing(counts, off));
  }

  private static boolean isEnabled(JourneyDefinition definition, Set<String> off) {
    return definition.enabled() && !off.contains(definition.id());
  }

  /** How the journeys stand: who is in them, and which ones an admin switched off. */
  private record Standing(Map<String, EnrolmentCounts> counts, Set<String> off) {
    EnrolmentCounts of(String id) {
      return counts.getOrDefault(id, EnrolmentCounts.NONE);
    }
  }

  private ActiveJourney active(String id) {
    ActiveJourney journey = bundle.active().journeys().get(id);
    if (journey == null) {
      throw Refusal.notFound("journey", id);
    }
    return journey;
  }

  private JsonObject json(ActiveJourney journey, Standing standing) {
    JourneyDefinition definition = journey.definition();
    EnrolmentCounts counts = standing.of(definition.id());
    JsonObject whole = new JsonObject(DefinitionJson.write(definition));
    JsonObject counted = new JsonObject();
    for (EnrolmentStatus status : SHOWN) {
      counted.put(status.wire(), counts.of(status));
    }
    JsonObject shown =
        new JsonObject()
            .put("id", definition.id())
            .putNull("organizationId")
            .put("name", definition.name())
            .put("description", definition.description())
            .put("enabled", isEnabled(definition, standing.off()))
            .put("trigger", whole.getJsonObject("trigger"))
            .put("entryLimit", whole.getString("entryLimit"))
            .put("entryPeriod", whole.getString("entryPeriod"))
            .put("counts", counted)
            .put("version", journey.version())
            .put("versionHash", journey.shortHash())
            .put("source", "file");
    String error = loadError(definition.id());
    return error == null ? shown : shown.put("loadError", error);
  }

  private @Nullable String loadError(String id) {
    for (FileStatus file : bundle.files()) {
      if (file.error() != null && file.kind() == Kind.JOURNEY && id.equals(file.id())) {
        return file.error();
      }
    }
    return null;
  }
}
