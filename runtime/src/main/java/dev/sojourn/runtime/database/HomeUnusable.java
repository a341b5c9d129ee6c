package dev.sojourn.runtime.database;

import java.nio.file.Path;

/** The home directory cannot be made or written. */
public final class HomeUnusable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HomeUnusable(Path home, Throwable cause) {
    super(
        "the home '"
            + home
            + "' cannot be used ("
            + cause
            + "); set SOJOURN_HOME to a directory that you may write",
        cause);
  }
}
