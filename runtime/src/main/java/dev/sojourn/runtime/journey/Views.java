package dev.sojourn.runtime.journey;

import dev.sojourn.dsl.ContactView;
import dev.sojourn.dsl.EventView;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.event.StoredEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stored rows as scripts see them. */
final class Views {
  private Views() {}

  static ContactView of(Contact contact) {
    return new Person(contact.key(), contact.email(), contact.properties());
  }

  static EventView of(StoredEvent event) {
    return new Trigger(event.name(), event.occurredAt(), event.scalars());
  }

  private record Person(
      String getId, @Nullable String getEmail, Map<String, @Nullable Object> properties)
      implements ContactView {
    @Override
    public @Nullable Object get(String name) {
      return properties.get(name);
    }
  }

  private record Trigger(
      String getEventName, Instant getOccurredAt, Map<String, @Nullable Object> properties)
      implements EventView {
    @Override
    public @Nullable Object get(String name) {
      return properties.get(name);
    }
  }
}
