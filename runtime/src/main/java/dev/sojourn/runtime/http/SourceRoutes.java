package dev.sojourn.runtime.http;

import dev.sojourn.core.source.Hook;
import dev.sojourn.runtime.source.Sources;
import dev.sojourn.runtime.source.Taken;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * Webhooks of others. What cannot be proved is answered 401, what is not as expected 400 with the
 * fields, and what the source's file fails on 422, so that its sender tries again once that is
 * mended.
 */
final class SourceRoutes {
  private final Sources sources;
  private final boolean production;
  private final Bodies bodies;

  /** Routes that keep to themselves where a file failed, in production. */
  SourceRoutes(Sources sources, boolean production, Bodies bodies) {
    this.sources = sources;
    this.production = production;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(PublicTable.SOURCE, this::take);
  }

  private Future<Answer> take(RoutingContext request) {
    var id = request.pathParam("source");
    return bodies
        .read(request.request())
        .compose(body -> sources.take(id, new Hook(headers(request.request()), body.getBytes())))
        .map(taken -> answer(id, taken));
  }

  private Answer answer(String id, Taken taken) {
    if (taken instanceof Taken.Unknown) {
      throw Refusal.notFound("source", id);
    }
    if (taken instanceof Taken.Unproved) {
      throw Refusal.unauthorized("nothing proves that the sender is '" + id + "'");
    }
    if (taken instanceof Taken.Unfit unfit) {
      var details = new JsonArray();
      unfit
          .details()
          .forEach(
              (path, what) -> details.add(new JsonObject().put("path", path).put("message", what)));
      return Answer.json(
          400,
          new JsonObject()
              .put("error", "the body is not what source '" + id + "' expects")
              .put("details", details));
    }
    if (taken instanceof Taken.Broken broken) {
      throw Refusal.of(
          422,
          production
              ? "source '" + id + "' failed on the body; it was not taken in"
              : broken.message());
    }
    if (taken instanceof Taken.Stored stored) {
      return Answer.ok(
          new JsonObject()
              .put("ok", true)
              .put("event", stored.event())
              .put("userId", stored.receipt().contactKey())
              .put("exits", exits(stored)));
    }
    return Answer.ok(new JsonObject().put("ok", true).put("skipped", true));
  }

  private static JsonArray exits(Taken.Stored stored) {
    var exits = new JsonArray();
    for (var exit : stored.receipt().exits()) {
      exits.add(
          new JsonObject()
              .put("journeyId", exit.journeyId())
              .put("stateId", exit.stateId())
              .put("exited", exit.exited()));
    }
    return exits;
  }

  private static Map<String, String> headers(HttpServerRequest request) {
    var headers = new HashMap<String, String>();
    request.headers().forEach((name, value) -> headers.putIfAbsent(name, value));
    return headers;
  }
}
