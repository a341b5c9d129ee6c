package dev.sojourn.runtime.event;

import io.vertx.core.Future;

/** The one way to put a fact in from inside the service. */
public interface EventSink {
  /**
   * Takes an event in; done when it is stored. A repeat of its key changes nothing, and neither
   * does an event about a contact that is gone.
   */
  Future<Void> put(OwnEvent event);
}
