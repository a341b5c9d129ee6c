package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sojourn.hatchet.wire.PushEventRequest;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events that were pushed. Owned by the loop. */
final class Events {
  private final EngineState state;
  private final List<StoredEvent> all = new ArrayList<>();
  private final Map<String, Map<String, List<StoredEvent>>> scoped = new HashMap<>();

  Events(EngineState state) {
    this.state = state;
  }

  /** Reads a push without storing it. */
  StoredEvent read(PushEventRequest push) {
    if (push.getKey().isEmpty()) {
      throw Status.INVALID_ARGUMENT
          .withDescription("event key must not be empty")
          .asRuntimeException();
    }
    if (push.hasPriority() && (push.getPriority() < 1 || push.getPriority() > 3)) {
      throw Status.INVALID_ARGUMENT.withDescription("priority must be 1 to 3").asRuntimeException();
    }
    JsonNode payload = Json.read("payload", push.getPayload());
    ObjectNode metadata = Json.readObject("additional metadata", push.getAdditionalMetadata());
    return new StoredEvent(
        state.ids.next(),
        push.getKey(),
        payload,
        metadata,
        push.hasPriority() ? push.getPriority() : 1,
        push.hasScope() ? push.getScope() : null,
        state.now());
  }

  void store(StoredEvent event) {
    all.add(event);
    if (event.scope() != null) {
      scoped
          .computeIfAbsent(event.key(), key -> new HashMap<>())
          .computeIfAbsent(event.scope(), scope -> new ArrayList<>())
          .add(event);
    }
  }

  /**
   * Those of a key and scope that were stored at an instant or after it, oldest first, which is the
   * one that a wait takes.
   */
  List<StoredEvent> since(String key, String scope, Instant since) {
    return scoped.getOrDefault(key, Map.of()).getOrDefault(scope, List.of()).stream()
        .filter(event -> !event.seenAt().isBefore(since))
        .toList();
  }

  /** In the order of their arrival. */
  List<StoredEvent> all() {
    return List.copyOf(all);
  }
}
