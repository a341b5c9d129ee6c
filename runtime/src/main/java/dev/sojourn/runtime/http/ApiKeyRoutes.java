package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.PublicIds;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looking at keys, making and revoking them. */
final class ApiKeyRoutes {
  private final ApiKeys keys;
  private final PublicIds ids;
  private final InstantSource clock;
  private final Bodies bodies;

  ApiKeyRoutes(ApiKeys keys, Database database, Bodies bodies) {
    this.keys = keys;
    this.ids = database.publicIds();
    this.clock = database.clock();
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(OperatorTable.KEY_LIST, this::list);
    routes.add(OperatorTable.KEY_SELF, this::self);
    routes.add(OperatorTable.KEY_CREATE, this::create);
    routes.add(OperatorTable.KEY_REVOKE, this::revoke);
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request);
    boolean revokedToo = "true".equals(request.request().getParam("includeRevoked"));
    return keys.page(revokedToo, paging.limit(), paging.offset())
        .map(
            page -> {
              JsonArray items = new JsonArray();
              page.items().forEach(item -> items.add(json(item)));
              return Answer.ok(paging.around("keys", items, page.total()));
            });
  }

  /** The key of the settings is stored nowhere, and has no id. */
  private Future<Answer> self(RoutingContext request) {
    ApiKey key = Routes.key(request);
    return keys.one(key.id())
        .map(
            found ->
                Answer.ok(
                    found
                        .map(this::json)
                        .orElseGet(
                            () ->
                                new JsonObject()
                                    .putNull("id")
                                    .put("name", key.name())
                                    .put("scopes", scopes(key.scopes())))));
  }

  private Future<Answer> create(RoutingContext request) {
    return bodies
        .object(request)
        .map(body -> wanted(body, Routes.keyName(request)))
        .compose(key -> keys.make(key).compose(made -> shown(made)));
  }

  private NewKey wanted(JsonObject body, String by) {
    Set<Scope> scopes =
        body.getJsonArray("scopes").stream()
            .map(wire -> Scope.of(String.valueOf(wire)))
            .collect(Collectors.toSet());
    JsonArray origins = body.getJsonArray("allowedOrigins", new JsonArray());
    String until = body.getString("expiresAt");
    Instant expiresAt = until == null ? null : Instant.parse(until);
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw Refusal.badRequest("expiresAt '" + until + "' is past");
    }
    return new NewKey(body.getString("name"), scopes, texts(origins), by, expiresAt);
  }

  private Future<Answer> shown(ApiKeys.Made made) {
    return keys.one(made.id())
        .map(
            found ->
                Answer.json(
                    201, found.map(this::json).orElseGet(JsonObject::new).put("key", made.text())));
  }

  private Future<Answer> revoke(RoutingContext request) {
    String face = request.pathParam("id");
    return keys.revoke(ids.id(face).orElse(-1))
        .compose(
            revoked ->
                revoked
                    ? Future.succeededFuture(Answer.ok(new JsonObject().put("revoked", true)))
                    : Future.failedFuture(Refusal.notFound("API key in force", face)));
  }

  private JsonObject json(KeyPage.Item key) {
    return new JsonObject()
        .put("id", ids.face(key.id()))
        .put("name", key.name())
        .put("keyPrefix", key.prefix())
        .put("scopes", new JsonArray(key.scopes()))
        .put("allowedOrigins", new JsonArray(key.allowedOrigins()))
        .put("createdBy", key.createdBy())
        .put("expiresAt", Wire.time(key.expiresAt()))
        .put("revokedAt", Wire.time(key.revokedAt()))
        .put("lastUsedAt", Wire.time(key.lastUsedAt()))
        .put("createdAt", Wire.time(key.createdAt()));
  }

  private static JsonArray scopes(Set<Scope> scopes) {
    return new JsonArray(scopes.stream().map(Scope::wire).sorted().toList());
  }

  private static List<String> texts(@Nullable JsonArray array) {
    return array == null ? List.of() : array.stream().map(String::valueOf).toList();
  }
}
