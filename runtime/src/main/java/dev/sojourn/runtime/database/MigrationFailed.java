package dev.sojourn.runtime.database;

/**
 * A change of the schema could not be made. Nothing of it is in the database, unless it asked to be
 * made without a transaction.
 */
public final class MigrationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationFailed(String track, Throwable cause) {
    super("the '" + track + "' schema was not migrated: " + reason(cause), cause);
  }

  /** A track waits for its operator to say what became of a change that broke off. */
  MigrationFailed(String track, String brokenOff) {
    super(
        ("the '%1$s' schema is not migrated: change '%2$s' broke off half done; complete it by hand"
                + " and run 'sojourn migrate repair --mark-applied %2$s', or undo it by hand and run"
                + " 'sojourn migrate repair --mark-reverted %2$s'")
            .formatted(track, brokenOff));
  }

  private static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String outer = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    String inner = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return outer.contains(inner) ? outer : outer + " " + inner;
  }
}
