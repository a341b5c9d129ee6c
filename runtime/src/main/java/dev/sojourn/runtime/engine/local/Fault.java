package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.CommitUnknown;
import dev.sojourn.runtime.database.DatabaseGone;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whose fault a failed group commit or a failed advance is, which says what to do about it. */
enum Fault {
  /** A segment's own data: SQLSTATE classes 22, 23 and 54. It is found by halving, and blocked. */
  SEGMENT,
  /** A mistake in our code or schema: found by halving; its run is given back with its attempt. */
  PROGRAM,
  /** Nobody's here: the whole group is tried again. */
  PASSING,
  /** More at once than the server has room for: a smaller group may pass. */
  SIZE,
  /** The commit may have happened: never sent again. */
  UNANSWERED;

  static Fault of(Throwable failure) {
    if (caused(failure, CommitUnknown.class) != null) {
      return UNANSWERED;
    }
    PgException refused = caused(failure, PgException.class);
    if (refused != null) {
      return of(String.valueOf(refused.getSqlState()));
    }
    boolean driver =
        caused(failure, DatabaseGone.class) != null
            || caused(failure, VertxException.class) != null
            || caused(failure, IOException.class) != null
            || caused(failure, TimeoutException.class) != null;
    return driver ? PASSING : PROGRAM;
  }

  /** Whether the failure says nothing about what was to be done, so that later it may pass. */
  boolean isPassing() {
    return this == PASSING || this == SIZE || this == UNANSWERED;
  }

  private static Fault of(String sqlState) {
    String kind = sqlState.length() < 2 ? "" : sqlState.substring(0, 2);
    return switch (kind) {
      case "53" -> sqlState.equals("53200") ? SIZE : PASSING;
      case "22", "23", "54" -> SEGMENT;
      case "0A", "21", "42", "P0" -> PROGRAM;
      default -> PASSING;
    };
  }

  private static <T extends Throwable> @Nullable T caused(Throwable failure, Class<T> kind) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 16; depth++) {
      if (kind.isInstance(at)) {
        return kind.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }
}
