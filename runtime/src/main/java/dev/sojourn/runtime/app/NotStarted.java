package dev.sojourn.runtime.app;

import org.jspecify.annotations.Nullable;

/** The process cannot start, for a reason its operator can do something about. */
final class NotStarted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotStarted(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
