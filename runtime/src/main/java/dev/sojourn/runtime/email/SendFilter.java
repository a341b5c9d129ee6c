package dev.sojourn.runtime.email;

import org.jspecify.annotations.Nullable;

/** Which sends to list; what is null does not matter. */
public record SendFilter(
    @Nullable Long contactId,
    @Nullable Long runId,
    @Nullable SendStatus status,
    @Nullable String template) {
  /** All of them. */
  public static final SendFilter ALL = new SendFilter(null, null, null, null);
}
