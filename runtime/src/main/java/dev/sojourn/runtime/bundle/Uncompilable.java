package dev.sojourn.runtime.bundle;

import org.jspecify.annotations.Nullable;

/**
 * A stored version that this process cannot make a script or template of. No fault of the runs that
 * are pinned to it: they are blocked until a process can.
 */
public final class Uncompilable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Uncompilable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
