package dev.sojourn.runtime.ingest;

import io.vertx.core.Future;

/**
 * The way in for the events of one event loop, on a database connection of its own. What arrives
 * while a transaction is under way shares the next one. Belongs to the context that opened it.
 */
public interface IngestLane {
  /**
   * Takes an event in, or what is said of a contact; done when it is stored for good. What is about
   * one contact is taken in the order of the calls. Fails with {@link Rejected} or {@link
   * Overloaded}.
   */
  Future<Receipt> accept(NewEvent event);

  /** Closes the connection; what still waits fails. */
  Future<Void> close();
}
