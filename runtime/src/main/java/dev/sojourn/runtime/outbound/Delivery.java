package dev.sojourn.runtime.outbound;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message to one endpoint, as it stands.
 *
 * @param status {@code pending}, {@code sending}, {@code delivered}, {@code failed} or {@code
 *     discarded}
 * @param nextTryAt when it is tried next; null at its end
 * @param last how the last try ended
 */
public record Delivery(
    long id,
    long messageId,
    String type,
    String status,
    int attempts,
    Instant createdAt,
    @Nullable Instant nextTryAt,
    Last last) {
  /**
   * The last try.
   *
   * @param status of the answer, or null
   * @param said how the answer begins, or null
   */
  public record Last(
      @Nullable Instant at,
      @Nullable Instant deliveredAt,
      @Nullable Integer status,
      @Nullable String said,
      @Nullable String error) {}
}
