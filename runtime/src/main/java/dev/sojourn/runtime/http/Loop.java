package dev.sojourn.runtime.http;

import io.vertx.core.Deployable;

/** A server on an event loop of its own. */
interface Loop extends Deployable {
  /** The port that is listened on, once it is deployed. */
  int port();
}
