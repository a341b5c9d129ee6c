package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Who may ask a guarded route. */
interface Gate {
  /** Where there are no guarded routes. */
  Gate CLOSED = (request, route) -> Future.failedFuture(Refusal.forbidden());

  /** Lets the request go on with the key that it came with, or fails with {@link Refusal}. */
  Future<ApiKey> admit(HttpServerRequest request, Route route);
}
