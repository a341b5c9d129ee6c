package dev.sojourn.runtime.outbox;

import io.vertx.core.Future;

/** Takes what the outbox hands on. */
@FunctionalInterface
public interface Recipient {
  /**
   * Takes a parcel; may be asked again for one that it took. A failure means that it is offered
   * again later, and that none of its key overtakes it.
   */
  Future<Void> take(Parcel parcel);
}
