package dev.sojourn.runtime.ingest;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.event.Source;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way in for events that others push into an engine of theirs. What is not about whom the event
 * is, is a property of it.
 */
public final class PushedEvents {
  /** Fields of a payload that are no properties. */
  private static final Set<String> RESERVED =
      Set.of(
          "userId",
          "userEmail",
          "email",
          "anonymousId",
          "contactId",
          "properties",
          "groups",
          "eventId");

  private final Ingest ingest;
  private final NewEventReader reader;

  /** A way into this ingest. */
  public PushedEvents(Ingest ingest, NewEventReader reader) {
    this.ingest = ingest;
    this.reader = reader;
  }

  /**
   * Takes an event in; a repeat of its id changes nothing. Answers what was decided; a refusal is
   * such an answer too.
   *
   * @param id its id there
   * @param payload a JSON object: {@code userId} or {@code userEmail}, and {@code properties}
   */
  public Future<Map<String, Object>> take(String id, String name, String payload) {
    NewEvent event;
    try {
      event = read("hatchet:" + id, name, payload);
    } catch (Rejected e) {
      return Future.succeededFuture(refusal(e));
    }
    return ingest
        .accept(event)
        .map(PushedEvents::decided)
        .recover(
            failure ->
                failure instanceof Rejected rejected
                    ? Future.succeededFuture(refusal(rejected))
                    : Future.failedFuture(failure));
  }

  private NewEvent read(String key, String name, String payload) {
    if (!(Json.read(payload) instanceof Map<?, ?> fields)) {
      throw Rejected.invalid("the payload is no JSON object");
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("userId", text(fields.get("userId")));
    Object email = fields.get("userEmail");
    body.put("email", text(email == null ? fields.get("email") : email));
    body.put("anonymousId", text(fields.get("anonymousId")));
    body.put("eventProperties", properties(fields));
    byte[] json = Json.write(body).getBytes(StandardCharsets.UTF_8);
    return reader.read(json, new Sender(0, Source.ENGINE, false, key));
  }

  /** Empty text says as little as nothing. */
  private static @Nullable Object text(@Nullable Object value) {
    return "".equals(value) ? null : value;
  }

  private static Object properties(Map<?, ?> fields) {
    if (fields.get("properties") instanceof Map<?, ?> properties) {
      return properties;
    }
    Map<String, @Nullable Object> others = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (!RESERVED.contains(String.valueOf(name))) {
            others.put(String.valueOf(name), value);
          }
        });
    return others;
  }

  private static Map<String, Object> decided(Receipt receipt) {
    return Map.of(
        "status",
        receipt.stored() ? "taken" : "repeated",
        "eventId",
        receipt.eventId(),
        "journeys",
        List.copyOf(receipt.dispatched()));
  }

  private static Map<String, Object> refusal(Rejected why) {
    return Map.of("status", "refused", "reason", String.valueOf(why.getMessage()));
  }
}
