package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sojourn.hatchet.wire.PushEventRequest;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The events that were pushed. Owned by the loop. */
final class Events {
  private final EngineState state;
  private final Deque<StoredEvent> newestFirst = new ArrayDeque<>();

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
    newestFirst.addFirst(event);
  }

  Collection<StoredEvent> newestFirst() {
    return Collections.unmodifiableCollection(newestFirst);
  }

  /** In the order of their arrival. */
  List<StoredEvent> all() {
    List<StoredEvent> all = new ArrayList<>(newestFirst);
    Collections.reverse(all);
    return all;
  }
}
