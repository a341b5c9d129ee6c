package dev.sojourn.runtime.http;

import dev.sojourn.runtime.audit.AuditEntry;
import dev.sojourn.runtime.audit.AuditFilter;
import dev.sojourn.runtime.audit.AuditLog;
import dev.sojourn.runtime.audit.AuditPage;
import dev.sojourn.runtime.database.PublicIds;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Looking at who changed what. */
final class AuditRoutes {
  private final AuditLog log;
  private final PublicIds ids;

  AuditRoutes(AuditLog log, PublicIds ids) {
    this.log = log;
    this.ids = ids;
  }

  void mount(Routes routes) {
    routes.add(AuthTable.AUDIT, this::list);
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request);
    Cursor cursor = Cursor.of(request);
    HttpServerRequest raw = request.request();
    AuditFilter filter =
        new AuditFilter(
            Query.given(raw, "actor"),
            Query.given(raw, "resource"),
            Query.given(raw, "action"),
            Query.instant(raw, "from"),
            Query.instant(raw, "to"),
            cursor == null ? null : cursor.id());
    return log.page(filter, paging.limit(), paging.offset())
        .map(page -> Answer.ok(json(page, paging)));
  }

  private JsonObject json(AuditPage page, Paging paging) {
    JsonArray logs = new JsonArray();
    List<AuditPage.Item> items = page.items();
    items.forEach(item -> logs.add(json(item)));
    boolean full = items.size() == paging.limit();
    return paging
        .around("logs", logs, page.total())
        .put(
            "nextCursor",
            full ? new Cursor("null", items.get(items.size() - 1).id()).text() : null);
  }

  private JsonObject json(AuditPage.Item item) {
    AuditEntry entry = item.entry();
    Long key = entry.actorKeyId();
    return new JsonObject()
        .put("id", ids.face(item.id()))
        .put("actor", entry.actor())
        .put("actorKeyId", key == null ? null : ids.face(key))
        .put("action", entry.action())
        .put("resource", entry.resource())
        .put("resourceId", entry.resourceId())
        .put(
            "detail",
            new JsonObject()
                .put("fields", new JsonArray(entry.fields()))
                .put("path", entry.path())
                .put("status", entry.status()))
        .put("ipAddress", entry.ip())
        .put("createdAt", Wire.time(entry.at()));
  }
}
