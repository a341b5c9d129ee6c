package dev.sojourn.runtime.event;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.outbox.Parcel;
import java.time.Instant;
import java.util.LinkedHashMap;
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
  /** How many events may each be the cause of the next before the chain is cut. */
  private static final int MOST_HOPS = 16;

  private static final String HOPS = "__hops";

  /**
   * The event that an enrolment has ended; empty when too long a chain of such events led to it.
   *
   * @param what {@code completed}, {@code failed} or {@code exited}
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
    var hops = hops(cause) + 1;
    if (hops > MOST_HOPS) {
      return Optional.empty();
    }
    var properties = new LinkedHashMap<String, @Nullable Object>();
    properties.put("journeyId", journeyId);
    properties.put("stateId", stateId);
    properties.put(HOPS, hops);
    var name = "journey:" + what;
    return Optional.of(
        new OwnEvent(
            tenant,
            contactId,
            name,
            Source.JOURNEY,
            name + ":" + stateId,
            at,
            Json.write(properties)));
  }

  /** The event as the outbox carries it, in line with the others of its contact. */
  public Parcel parcel(long id) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", name);
    fields.put("source", source.wire());
    fields.put("key", key);
    fields.put("occurredAt", occurredAt.toString());
    fields.put("json", json);
    return new Parcel(id, tenant, Parcel.EVENT, contactId, Json.write(fields));
  }

  /** The event of a parcel that {@link #parcel} made. */
  public static OwnEvent of(Parcel parcel) {
    if (!(Json.read(parcel.payload()) instanceof Map<?, ?> fields)) {
      throw new IllegalStateException("outbox " + parcel.id() + ": its payload is no event");
    }
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
  private static int hops(@Nullable String properties) {
    var hops =
        properties == null || !properties.contains(HOPS)
            ? null
            : new EventProperties(properties).scalars().get(HOPS);
    return hops instanceof Integer number ? number : 0;
  }

  private static String text(Map<?, ?> fields, String name) {
    return String.valueOf(fields.get(name));
  }
}
