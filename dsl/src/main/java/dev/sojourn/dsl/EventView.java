package dev.sojourn.dsl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The event that enrolled a contact, read by the names of its properties. */
public interface EventView {
  /** The name of the event. */
  String getEventName();

  /** When it happened. */
  Instant getOccurredAt();

  /** The value of a property; text, number, boolean or null. */
  @Nullable Object get(String name);

  /** Lets {@code event.plan} read the property {@code plan}. */
  default @Nullable Object propertyMissing(String name) {
    return get(name);
  }
}
