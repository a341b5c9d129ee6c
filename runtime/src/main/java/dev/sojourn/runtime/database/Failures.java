package dev.sojourn.runtime.database;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** What a failure of the driver means: our statement's fault, or the server gone. */
final class Failures {
  /** Shut down, crashed, starting up, too many connections: the next connection may do better. */
  private static final Set<String> GONE =
      Set.of("57P01", "57P02", "57P03", "53300", "25P03", "25P04", "08000", "08003", "08006");

  private Failures() {}

  /** The failure in the words of this package. */
  static Throwable of(Throwable failure) {
    return isGone(failure)
        ? new DatabaseGone("the database went away: " + failure.getMessage(), failure)
        : failure;
  }

  /** The failure of a COMMIT: only an answer of the server is proof that nothing was stored. */
  static Throwable ofCommit(Throwable failure) {
    return failure instanceof PgException && !isGone(failure)
        ? failure
        : new CommitUnknown(failure);
  }

  static boolean isGone(Throwable failure) {
    if (failure instanceof PgException answered) {
      return answered.getSqlState() != null && GONE.contains(answered.getSqlState());
    }
    return failure instanceof ClosedConnectionException
        || failure instanceof IOException
        || failure instanceof DatabaseGone
        || (failure instanceof VertxException
            && String.valueOf(failure.getMessage())
                .toLowerCase(Locale.ROOT)
                .contains("connection"));
  }
}
