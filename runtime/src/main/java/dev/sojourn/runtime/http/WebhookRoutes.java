package dev.sojourn.runtime.http;

import dev.sojourn.core.webhook.Catalogue;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.outbound.Endpoint;
import dev.sojourn.runtime.outbound.Endpoints;
import dev.sojourn.runtime.outbound.Outbound;
import dev.sojourn.runtime.outbound.Wish;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Endpoints of others that are told what happens: made, changed, tested, taken away. */
final class WebhookRoutes {
  private final Outbound outbound;
  private final Endpoints endpoints;
  private final PublicIds ids;
  private final Bodies bodies;

  WebhookRoutes(Outbound outbound, PublicIds ids, Bodies bodies) {
    this.outbound = outbound;
    this.endpoints = outbound.endpoints();
    this.ids = ids;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(WebhookTable.LIST, this::list);
    routes.add(WebhookTable.CREATE, this::create);
    routes.add(WebhookTable.SHOW, this::show);
    routes.add(WebhookTable.CHANGE, this::change);
    routes.add(WebhookTable.DELETE, this::delete);
    routes.add(WebhookTable.ROTATE, this::rotate);
    routes.add(WebhookTable.TEST, this::test);
  }

  private Future<Answer> list(RoutingContext request) {
    var paging = Paging.of(request);
    return endpoints
        .list(paging.limit(), paging.offset())
        .map(
            page -> {
              var items = new JsonArray();
              page.items().forEach(endpoint -> items.add(json(endpoint)));
              return Answer.ok(paging.around("webhooks", items, page.total()));
            });
  }

  private Future<Answer> create(RoutingContext request) {
    return bodies
        .object(request)
        .map(WebhookBody::of)
        .compose(endpoints::create)
        .recover(WebhookRoutes::refused)
        .map(made -> Answer.json(201, withSecret(made)));
  }

  private Future<Answer> show(RoutingContext request) {
    return endpoints
        .one(id(request))
        .compose(found -> there(request, found))
        .map(endpoint -> Answer.ok(json(endpoint)));
  }

  private Future<Answer> change(RoutingContext request) {
    return bodies
        .object(request)
        .map(WebhookBody::of)
        .compose(wish -> endpoints.change(id(request), wish))
        .recover(WebhookRoutes::refused)
        .compose(found -> there(request, found))
        .map(endpoint -> Answer.ok(json(endpoint)));
  }

  private Future<Answer> delete(RoutingContext request) {
    return endpoints
        .delete(id(request))
        .compose(
            gone ->
                gone
                    ? Future.succeededFuture(Answer.ok(new JsonObject().put("deleted", true)))
                    : Future.failedFuture(unknown(request)));
  }

  private Future<Answer> rotate(RoutingContext request) {
    var immediate = "true".equals(request.request().getParam("immediate"));
    return endpoints
        .rotate(id(request), immediate)
        .recover(WebhookRoutes::refused)
        .compose(found -> there(request, found))
        .map(
            endpoint ->
                Answer.ok(
                    new JsonObject()
                        .put("id", ids.face(endpoint.id()))
                        .put("secret", endpoint.secret().current())
                        .put("secretPrefix", endpoint.secret().prefix())
                        .put(
                            "previousSecretExpiresAt",
                            Wire.time(endpoint.secret().previousUntil()))));
  }

  private Future<Answer> test(RoutingContext request) {
    return endpoints
        .one(id(request))
        .compose(found -> there(request, found))
        .compose(
            endpoint ->
                endpoint.disabled()
                    ? Future.failedFuture(
                        Refusal.conflict("the endpoint is disabled; enable it first"))
                    : outbound.deliveries().test(endpoint.id()))
        .map(
            done ->
                Answer.json(
                    202, new JsonObject().put("enqueued", true).put("eventType", Catalogue.TEST)));
  }

  private long id(RoutingContext request) {
    return ids.id(request.pathParam("id")).orElse(0);
  }

  private static Future<Endpoint> there(RoutingContext request, Optional<Endpoint> found) {
    return found
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(unknown(request)));
  }

  private static Refusal unknown(RoutingContext request) {
    return Refusal.notFound("webhook", request.pathParam("id"));
  }

  private static <T> Future<T> refused(Throwable failure) {
    return Future.failedFuture(
        failure instanceof Wish.Refused refused
            ? Refusal.badRequest(String.valueOf(refused.getMessage()))
            : failure);
  }

  private JsonObject withSecret(Endpoint endpoint) {
    return json(endpoint).put("secret", endpoint.secret().current());
  }

  private JsonObject json(Endpoint endpoint) {
    var types = new JsonArray();
    endpoint.eventTypes().forEach(types::add);
    return new JsonObject()
        .put("id", ids.face(endpoint.id()))
        .put("url", endpoint.shownUrl())
        .put("description", endpoint.description())
        .put("eventTypes", types)
        .put("secretPrefix", endpoint.secret().prefix())
        .put("previousSecretExpiresAt", Wire.time(endpoint.secret().previousUntil()))
        .put("kind", endpoint.target().kind())
        .put("config", Wire.object(endpoint.target().shown()))
        .put("status", endpoint.disabled() ? "disabled" : "enabled")
        .putNull("organizationId")
        .put("lastDeliveryAt", Wire.time(endpoint.times().lastDeliveryAt()))
        .put("createdAt", Wire.time(endpoint.times().createdAt()))
        .put("updatedAt", Wire.time(endpoint.times().updatedAt()));
  }
}
