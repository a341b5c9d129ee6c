package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.outbound.Deliveries;
import dev.sojourn.runtime.outbound.Delivery;
import dev.sojourn.runtime.outbound.Outbound;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What endpoints of others were told, and telling it again. */
final class DeliveryRoutes {
  private final Deliveries deliveries;
  private final PublicIds ids;

  DeliveryRoutes(Outbound outbound, PublicIds ids) {
    this.deliveries = outbound.deliveries();
    this.ids = ids;
  }

  void mount(Routes routes) {
    routes.add(WebhookTable.DELIVERIES, this::list);
    routes.add(WebhookTable.REDELIVER, this::redeliver);
  }

  private Future<Answer> list(RoutingContext request) {
    var paging = Paging.of(request);
    var status = Query.given(request.request(), "status");
    return deliveries
        .list(id(request), status, paging.limit(), paging.offset())
        .map(
            page -> {
              var items = new JsonArray();
              page.items().forEach(delivery -> items.add(json(delivery)));
              return Answer.ok(paging.around("deliveries", items, page.total()));
            });
  }

  private Future<Answer> redeliver(RoutingContext request) {
    var id = request.pathParam("id");
    return deliveries
        .redeliver(id(request))
        .compose(
            answer ->
                switch (answer) {
                  case DONE ->
                      Future.succeededFuture(
                          Answer.json(
                              202, new JsonObject().put("id", id).put("status", "pending")));
                  case UNKNOWN -> Future.failedFuture(Refusal.notFound("delivery", id));
                  case NOT_ENDED ->
                      Future.failedFuture(
                          Refusal.conflict(
                              "delivery '" + id + "' goes on, or its endpoint is disabled"));
                });
  }

  private long id(RoutingContext request) {
    return ids.id(request.pathParam("id")).orElse(0);
  }

  private JsonObject json(Delivery delivery) {
    var last = delivery.last();
    return new JsonObject()
        .put("id", ids.face(delivery.id()))
        .put("webhookId", "msg_" + ids.face(delivery.messageId()))
        .put("eventType", delivery.type())
        .put("status", delivery.status())
        .put("attemptCount", delivery.attempts())
        .put("nextRetryAt", Wire.time(delivery.nextTryAt()))
        .put("lastAttemptAt", Wire.time(last.at()))
        .put("deliveredAt", Wire.time(last.deliveredAt()))
        .put("responseStatus", last.status())
        .put("responseBodySnippet", last.said())
        .put("lastError", last.error())
        .put("createdAt", Wire.time(delivery.createdAt()));
  }
}
