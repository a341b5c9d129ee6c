package dev.sojourn.runtime.database;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL could not be set up or started. */
public final class EmbeddedFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedFailed(String message) {
    this(message, null);
  }

  EmbeddedFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
