package dev.sojourn.runtime.database;

import org.jspecify.annotations.Nullable;

/** The database could not be reached, or went away before it answered; trying again may help. */
public class DatabaseGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseGone(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
