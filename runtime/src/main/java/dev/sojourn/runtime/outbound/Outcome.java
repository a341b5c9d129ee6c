package dev.sojourn.runtime.outbound;

import dev.sojourn.core.webhook.Tried;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one try of a delivery ended.
 *
 * @param status of the answer, or null if none came
 * @param said how the answer begins, or null
 * @param error what went wrong, or null
 */
record Outcome(
    Claimed claim,
    Tried tried,
    Instant at,
    @Nullable Integer status,
    @Nullable String said,
    @Nullable String error) {
  boolean isDelivered() {
    return tried instanceof Tried.Delivered;
  }

  boolean isExhausted() {
    return tried instanceof Tried.Failed failed && failed.exhausted();
  }

  boolean isGone() {
    return tried instanceof Tried.Failed failed && failed.gone();
  }

  /** When it is tried again, or null. */
  @Nullable Instant dueAt() {
    return tried instanceof Tried.Again again ? at.plus(again.after()) : null;
  }

  /** The status of the delivery, unless its endpoint is disabled. */
  String wire() {
    if (isDelivered()) {
      return "delivered";
    }
    return tried instanceof Tried.Again ? "pending" : "failed";
  }
}
