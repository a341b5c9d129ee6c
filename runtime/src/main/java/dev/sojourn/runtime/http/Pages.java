package dev.sojourn.runtime.http;

import io.vertx.ext.web.Router;

/** Pages for people, which {@link HttpApi} serves beside its own routes. */
public interface Pages {
  /** Adds their routes; called once for each event loop. */
  void mount(Router router);
}
