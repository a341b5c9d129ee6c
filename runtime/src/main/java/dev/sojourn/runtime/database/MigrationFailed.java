package dev.sojourn.runtime.database;

/** A change of the schema could not be made; nothing of that change is in the database. */
public final class MigrationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationFailed(String track, Throwable cause) {
    super("the '" + track + "' schema was not migrated: " + reason(cause), cause);
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
