package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.engine.EndedRun;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.enrolment.Ended;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.Enrolments;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a live enrolment by hand, with everything that hangs on it, in one transaction. */
final class Cancellation {
  private final Database database;
  private final Engine engine;
  private final Enrolments enrolments;
  private final Sends sends;

  Cancellation(Database database, Engine engine, Enrolments enrolments, Sends sends) {
    this.database = database;
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
    return database.transaction(
        tx ->
            SubjectLocks.take(tx, List.of(enrolment.contactId()))
                .compose(locked -> engine.cancel(tx, List.of(enrolment.id())))
                .compose(
                    ended ->
                        ended.isEmpty()
                            ? Future.succeededFuture(false)
                            : recorded(tx, ended.get(0), enrolment.standing().label(), at, by)
                                .map(true)));
  }

  private Future<Void> recorded(
      Tx tx, EndedRun run, @Nullable String label, Instant at, String by) {
    Ended ended =
        new Ended(
            run.id(),
            run.tenant(),
            run.subject(),
            run.taskName(),
            run.version(),
            run.key(),
            run.eventId(),
            "exited",
            label,
            "cancelled by " + by,
            at,
            null);
    Future<Void> recorded = enrolments.ended(tx, List.of(ended));
    Future<Void> takenBack = sends.cancelFor(tx, List.of(run.id()));
    return Future.all(recorded, takenBack).mapEmpty();
  }
}
