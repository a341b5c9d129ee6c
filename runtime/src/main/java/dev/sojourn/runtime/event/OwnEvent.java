package dev.sojourn.runtime.event;

import dev.sojourn.core.replay.Json;
import dev.sojourn.core.replay.OwnEvents;
import dev.sojourn.runtime.outbox.Parcel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that the service itself makes about a contact.
 *
 * @param key its idempotency key
 * @param json its properties, a JSON object
 */
public record OwnEvent(
    int tenant,
    long contactId,
    String name,
    Source source,
    String key,
    Instant occurredAt,
    String json) {
  /**
   * The event that an enrolment has ended; empty when too long a chain of such events led to it.
   *
   * @param what {@code completed}, {@code failed}, {@code exited} or {@code heldout}
   * @param stateId the enrolment's public id
   * @param cause the properties of the event that caused the end or began the enrolment, or null
   */
  public static Optional<OwnEvent> ofEnrolment(
      String what,
      int tenant,
      long contactId,
      String journeyId,
      String stateId,
      Instant at,
      @Nullable String cause) {
    var name = "journey:" + what;
    return OwnEvents.ended(journeyId, stateId, hops(cause))
        .map(
            properties ->
                new OwnEvent(
                    tenant,
                    contactId,
                    name,
                    Source.JOURNEY,
                    name + ":" + stateId,
                    at,
                    Json.write(properties)));
  }

  /** Events of one contact as the outbox carries them, in line with the others of it. */
  public static Parcel parcel(long id, List<OwnEvent> events) {
    var first = events.get(0);
    var payload = Json.write(events.stream().map(OwnEvent::fields).toList());
    return new Parcel(id, first.tenant, Parcel.EVENT, first.contactId, payload);
  }

  private Map<String, @Nullable Object> fields() {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", name);
    fields.put("source", source.wire());
    fields.put("key", key);
    fields.put("occurredAt", occurredAt.toString());
    fields.put("json", json);
    return fields;
  }

  /** The events of a parcel that {@link #parcel} made, in order. */
  public static List<OwnEvent> of(Parcel parcel) {
    if (!(Json.read(parcel.payload()) instanceof List<?> events)) {
      throw new IllegalStateException("outbox " + parcel.id() + ": its payload is no events");
    }
    return events.stream().map(event -> of(parcel, (Map<?, ?>) event)).toList();
  }

  private static OwnEvent of(Parcel parcel, Map<?, ?> fields) {
    return new OwnEvent(
        parcel.tenant(),
        parcel.orderKey(),
        text(fields, "name"),
        Source.valueOf(text(fields, "source").toUpperCase(Locale.ROOT)),
        text(fields, "key"),
        Instant.parse(text(fields, "occurredAt")),
        text(fields, "json"));
  }

  /** A sender cannot write this: what begins with two underscores is dropped from its events. */
  private static Map<String, @Nullable Object> hops(@Nullable String properties) {
    return properties == null || !properties.contains(OwnEvents.HOPS)
        ? Map.of()
        : new EventProperties(properties).scalars();
  }

  private static String text(Map<?, ?> fields, String name) {
    return String.valueOf(fields.get(name));
  }
}
