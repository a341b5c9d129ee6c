package dev.sojourn.hatchet.fake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that was pushed.
 *
 * @param payload JSON text
 * @param metadata JSON text
 * @param scope null for none
 * @param seenAt when the engine took it, by the engine's clock
 */
public record EventView(
    String id,
    String key,
    String payload,
    String metadata,
    @Nullable String scope,
    Instant seenAt) {

  static EventView of(StoredEvent event) {
    return new EventView(
        event.id(),
        event.key(),
        event.payload().toString(),
        event.metadata().toString(),
        event.scope(),
        event.seenAt());
  }
}
