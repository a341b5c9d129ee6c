package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Who may ask a guarded route. */
interface Gate {
  /** Where there are no guarded routes. */
  Gate CLOSED = (request, scope) -> Future.failedFuture(Refusal.forbidden());

  /** Lets the request go on, or fails with {@link Refusal}. */
  Future<?> admit(RoutingContext request, Scope scope);
}
