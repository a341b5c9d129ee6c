package dev.sojourn.runtime.email;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that was given up after its last try.
 *
 * @param source what kind of work: {@code email} or {@code webhook-delivery}
 * @param sourceId the send, or the delivery; or null
 * @param payload what it was, a JSON object
 * @param status {@code pending}, {@code retried} or {@code discarded}
 * @param resolvedAt when somebody decided, or null
 */
public record DeadLetter(
    long id,
    String source,
    @Nullable Long sourceId,
    String payload,
    String error,
    int attempts,
    String status,
    Instant createdAt,
    @Nullable Instant resolvedAt) {
  /** A part of a list, and how long all of it is. */
  public record Page(List<DeadLetter> items, long total) {}

  /** What came of a wish about one of them. */
  public enum Answer {
    DONE,
    /** There is no such one. */
    UNKNOWN,
    /** Somebody has decided about it already. */
    NOT_PENDING,
    /** What it is about is not failed any more. */
    NOT_FAILED
  }
}
