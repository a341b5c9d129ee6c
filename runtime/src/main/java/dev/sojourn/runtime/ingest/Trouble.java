package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.database.DatabaseGone;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/** Why a batch failed, and what that means for its events. */
final class Trouble {
  private enum Kind {
    /** Another transaction was in the way: the same batch may pass next time. */
    RACE,
    /** One event or more holds what cannot be stored. */
    EVENT,
    /** We tripped over one event or more. */
    FAULT,
    /** The batch was too much at once. */
    SIZE,
    /** The database cannot take in anything now. */
    DATABASE
  }

  private final Kind kind;
  private final Throwable failure;

  private Trouble(Kind kind, Throwable failure) {
    this.kind = kind;
    this.failure = failure;
  }

  static Trouble of(Throwable failure) {
    var state = sqlState(failure);
    if (state != null) {
      return new Trouble(kind(state), failure);
    }
    if (failure instanceof Again) {
      return new Trouble(Kind.RACE, failure);
    }
    return new Trouble(failure instanceof DatabaseGone ? Kind.DATABASE : Kind.FAULT, failure);
  }

  /** Whether the same batch may pass next time. */
  boolean isRace() {
    return kind == Kind.RACE;
  }

  /** Whether a smaller batch may pass. */
  boolean isOfSomeEvent() {
    return kind == Kind.EVENT || kind == Kind.FAULT || kind == Kind.SIZE;
  }

  /** What the senders are told. */
  Throwable answer() {
    return switch (kind) {
      case EVENT -> Rejected.invalid("the event cannot be stored: " + words(failure));
      case FAULT -> failure;
      default -> new Overloaded("the event could not be stored now: " + words(failure));
    };
  }

  /** Whether a statement failed because somebody holds a unique key already. */
  static boolean isHeld(@Nullable Throwable failure) {
    return "23505".equals(sqlState(failure));
  }

  /** The state by which Postgres classifies a failure; null if it is not one of its own. */
  private static @Nullable String sqlState(@Nullable Throwable failure) {
    return failure instanceof PgException refused ? refused.getSqlState() : null;
  }

  /** What Postgres says of a failure, without its codes. */
  private static String words(Throwable failure) {
    return failure instanceof PgException refused
        ? refused.getErrorMessage()
        : String.valueOf(failure.getMessage());
  }

  private static Kind kind(String sqlState) {
    return switch (sqlState) {
      // Serialization failure, deadlock, lock not available.
      case "40001", "40P01", "55P03" -> Kind.RACE;
      // Out of shared memory: too many advisory locks.
      case "53200" -> Kind.SIZE;
      default ->
          switch (sqlState.substring(0, 2)) {
            // Data, constraints, program limits.
            case "22", "23", "54" -> Kind.EVENT;
            // A statement that is wrong, or rights that are missing.
            case "0A", "21", "42" -> Kind.FAULT;
            default -> Kind.DATABASE;
          };
    };
  }
}
