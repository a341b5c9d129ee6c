package dev.sojourn.dsl;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that the contact had.
 *
 * @param name its name
 * @param occurredAt when it happened
 * @param properties its scalar properties
 */
public record PastEvent(String name, Instant occurredAt, Map<String, @Nullable Object> properties) {
  public String getName() {
    return name;
  }

  public Instant getOccurredAt() {
    return occurredAt;
  }

  public Map<String, @Nullable Object> getProperties() {
    return properties;
  }
}
