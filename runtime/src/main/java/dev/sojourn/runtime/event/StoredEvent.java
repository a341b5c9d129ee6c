package dev.sojourn.runtime.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as stored.
 *
 * @param id grows, for each contact, in the order in which its events were taken in
 * @param occurredAt when it happened, as its sender says
 * @param source who put it in, such as {@code api}
 * @param json its properties as sent, or null for none
 */
public record StoredEvent(
    long id,
    long contactId,
    String name,
    Instant occurredAt,
    String source,
    @Nullable String json) {
  /** Its text, number, boolean and null properties, within what a run may see. */
  public Map<String, @Nullable Object> scalars() {
    return new EventProperties(json).scalars();
  }
}
