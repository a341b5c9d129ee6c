package dev.sojourn.dsl;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a wait for an event ended.
 *
 * @param timedOut whether no event came in time
 * @param event the name of the event that came; null when timed out
 * @param properties the scalar properties of the event; empty when timed out
 * @param occurredAt when the event happened; null when timed out
 */
public record WaitResult(
    boolean timedOut,
    @Nullable String event,
    Map<String, @Nullable Object> properties,
    @Nullable Instant occurredAt) {
  public boolean isTimedOut() {
    return timedOut;
  }

  public @Nullable String getEvent() {
    return event;
  }

  public Map<String, @Nullable Object> getProperties() {
    return properties;
  }

  public @Nullable Instant getOccurredAt() {
    return occurredAt;
  }
}
