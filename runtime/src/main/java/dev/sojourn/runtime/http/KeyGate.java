package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Admits who comes with a key of the scope. */
final class KeyGate implements Gate {
  /** Where a request that was admitted keeps its {@link ApiKey}. */
  static final String KEY = "key";

  private final ApiKeys keys;

  KeyGate(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public Future<?> admit(RoutingContext request, Scope scope) {
    String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    ApiKey known = keys.verified(header);
    if (known != null) {
      return scoped(request, known, scope);
    }
    HttpServerRequest paused = request.request().pause();
    return keys.verify(header)
        .recover(e -> Future.failedFuture(keys.isEmpty() ? Refusal.noKeyAtAll() : e))
        .onComplete(done -> paused.resume())
        .compose(key -> scoped(request, key, scope));
  }

  private static Future<?> scoped(RoutingContext request, ApiKey key, Scope scope) {
    request.put(KEY, key);
    return key.may(scope) ? Future.succeededFuture() : Future.failedFuture(Refusal.forbidden());
  }
}
