package dev.sojourn.runtime.http;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the keys there are.
 *
 * @param total how many there are in all
 */
record KeyPage(List<Item> items, long total) {
  KeyPage {
    items = List.copyOf(items);
  }

  /** A key as people see it. */
  record Item(
      long id,
      String name,
      @Nullable String prefix,
      List<String> scopes,
      List<String> allowedOrigins,
      @Nullable String createdBy,
      @Nullable Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable Instant lastUsedAt) {}
}
