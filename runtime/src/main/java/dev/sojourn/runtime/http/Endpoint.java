package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/**
 * What stands behind one route. A {@link Refusal}, thrown or in the future, is answered as such.
 */
interface Endpoint {
  Future<Answer> answer(RoutingContext request);
}
