package dev.sojourn.runtime.database;

/**
 * The answer to a COMMIT was lost: the transaction may be committed or not. It must not be sent
 * again; who needs to know reads what is stored.
 */
public final class CommitUnknown extends DatabaseGone {
  private static final long serialVersionUID = 1L;

  CommitUnknown(Throwable cause) {
    super("the answer to a commit was lost; read what is stored before trying again", cause);
  }
}
