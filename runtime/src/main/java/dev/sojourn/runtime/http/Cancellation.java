package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.Enrolments;
import io.vertx.core.Future;
import java.time.Instant;

/** Ends a live enrolment by hand. */
final class Cancellation {
  private final Engine engine;
  private final Enrolments enrolments;
  private final Sends sends;

  Cancellation(Database database, Engine engine, Enrolments enrolments, Sends sends) {
    this.engine = engine;
    this.enrolments = enrolments;
    this.sends = sends;
  }

  /**
   * Ends it; false if it was no longer live when the contact's lock was held.
   *
   * @param at when it ends
   * @param by who wants it
   */
  Future<Boolean> exit(Enrolment enrolment, Instant at, String by) {
    return enrolments.exit(engine, sends::cancelFor, enrolment, at, "cancelled by " + by);
  }
}
