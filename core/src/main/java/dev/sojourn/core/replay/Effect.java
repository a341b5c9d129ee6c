package dev.sojourn.core.replay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a script did to the outside without waiting for an answer; committed with its segment. */
public sealed interface Effect {
  /** A line for the timeline and the service's log. */
  record LogLine(String message) implements Effect {}

  /** A point that people see in the admin. */
  record Checkpoint(String label) implements Effect {}

  /**
   * An event of the contact that must happen.
   *
   * @param key tells it from every other effect of the run
   * @param properties its properties, JSON-like
   * @param value what it is worth, or null
   * @param currency of the value, or null
   */
  record Trigger(
      String key,
      String event,
      Map<String, @Nullable Object> properties,
      @Nullable Number value,
      @Nullable String currency)
      implements Effect {}

  /** Properties of the contact to set; a null value deletes one. */
  record SetContact(Map<String, @Nullable Object> properties) implements Effect {}
}
