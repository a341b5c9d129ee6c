package dev.sojourn.runtime.enrolment;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.Collection;

/** Takes back what hangs on enrolments that end before their time: their sends. */
@FunctionalInterface
public interface EnrolmentFollower {
  /** These enrolments exit in this transaction, which holds the locks of their contacts. */
  Future<Void> exited(Tx tx, Collection<Long> enrolmentIds);
}
