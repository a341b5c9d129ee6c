package dev.sojourn.dsl;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a wait for an event ended.
 *
 * @param timedOut whether no event came in time
 * @param properties the scalar properties of the event; empty when timed out
 * @param occurredAt when the event happened; null when timed out
 */
public record WaitResult(
    boolean timedOut, Map<String, @Nullable Object> properties, @Nullable Instant occurredAt) {
  public boolean isTimedOut() {
    return timedOut;
  }

  public Map<String, @Nullable Object> getProperties() {
    return properties;
  }

  public @Nullable Instant getOccurredAt() {
    return occurredAt;
  }
}
