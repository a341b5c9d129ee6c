package dev.sojourn.runtime.event;

import io.vertx.core.Future;
import java.util.List;

/** The one way to put a fact in from inside the service. */
public interface EventSink {
  /**
   * Takes an event in; done when it is stored. A repeat of its key changes nothing, and neither
   * does an event about a contact that is gone.
   */
  Future<Void> put(OwnEvent event);

  /** Takes events in, one after the other; none overtakes one that fails. */
  default Future<Void> put(List<OwnEvent> events) {
    Future<Void> done = Future.succeededFuture();
    for (var event : events) {
      done = done.compose(before -> put(event));
    }
    return done;
  }
}
