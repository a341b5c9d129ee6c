package dev.sojourn.dsl.provider;

import org.jspecify.annotations.Nullable;

/** What a file says failed, with its place: {@code providers/acme.groovy:7: …}. */
public final class FileFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FileFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
