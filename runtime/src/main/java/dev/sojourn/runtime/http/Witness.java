package dev.sojourn.runtime.http;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Who sees what became of requests. */
interface Witness {
  /** Nobody does. */
  Witness NOBODY = (request, route, asker, outcome) -> {};

  /**
   * A request was answered.
   *
   * @param asker the key that it came with, also if that did not suffice; null for none known
   */
  void saw(RoutingContext request, Route route, @Nullable ApiKey asker, Outcome outcome);

  /**
   * What became of a request.
   *
   * @param answer what it was answered; null if it was refused
   */
  record Outcome(int status, @Nullable Answer answer) {}
}
