package dev.sojourn.runtime.database;

import java.nio.file.Path;

/** Another process uses the home directory. */
public final class HomeInUse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HomeInUse(Path home, String pid) {
    super(
        "another sojourn dev runs in '"
            + home
            + "' (pid "
            + pid
            + "); stop it, or set SOJOURN_HOME to another directory");
  }
}
