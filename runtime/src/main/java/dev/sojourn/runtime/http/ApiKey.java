package dev.sojourn.runtime.http;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored; its text is not.
 *
 * @param id its id; 0 for the key of the settings
 * @param name what people call it
 * @param scopes what it allows
 * @param allowedOrigins of the pages that may use it if it is publishable
 * @param expiresAt from when on it is refused, or null
 * @param ofSession whether it stands for an operator who is signed in, and is stored nowhere
 */
record ApiKey(
    long id,
    String name,
    Set<Scope> scopes,
    List<String> allowedOrigins,
    @Nullable Instant expiresAt,
    boolean ofSession) {
  public ApiKey {
    scopes = Set.copyOf(scopes);
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** Whether one of its scopes allows what needs {@code asked}. */
  public boolean may(Scope asked) {
    for (Scope scope : scopes) {
      if (scope.allows(asked)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it stands in pages for everybody to read. */
  boolean isPublishable() {
    return scopes.contains(Scope.INGEST_PUBLIC);
  }

  boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
