package dev.sojourn.runtime.engine.hatchet;

import io.vertx.core.Future;
import java.util.Map;

/** What Hatchet may have happen to the service. */
public interface Outside {
  /** Nobody hears of it: events are offered again later, and nothing is ended. */
  Outside NOBODY =
      new Outside() {
        @Override
        public Future<Map<String, Object>> pushed(String id, String name, String payload) {
          return Future.failedFuture(new IllegalStateException("nobody takes events in here"));
        }

        @Override
        public Future<Void> exit(long runId, String reason) {
          return Future.succeededFuture();
        }
      };

  /**
   * Takes in an event that others pushed into Hatchet; a repeat of its id changes nothing. Answers
   * what was decided, as it is shown in Hatchet; an event that is refused is such an answer too.
   *
   * @param id Hatchet's id of the event
   * @param payload a JSON object
   */
  Future<Map<String, Object>> pushed(String id, String name, String payload);

  /** Ends a live run for a reason, with everything that hangs on it; one that ended is let be. */
  Future<Void> exit(long runId, String reason);
}
