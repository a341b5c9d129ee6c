package dev.sojourn.hatchet;

import dev.sojourn.hatchet.wire.BulkPushEventRequest;
import dev.sojourn.hatchet.wire.Event;
import dev.sojourn.hatchet.wire.EventsServiceGrpc;
import dev.sojourn.hatchet.wire.PushEventRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Pushes events into the engine.
 *
 * <p>The engine knows no id of the sender's and stores every push: one that failed as UNANSWERED
 * may have arrived, and pushing it again makes a second event. So only a push that was never sent,
 * or was turned away for a limit, is repeated here; whoever repeats others puts an id of its own
 * into the payload.
 */
public final class Events {
  private final Link link;

  Events(Link link) {
    this.link = link;
  }

  /**
   * Pushes one event. The answer means that the engine has it; the runs it starts and the waits it
   * ends follow.
   *
   * @return the id that the engine gave it
   */
  public CompletionStage<String> push(NewEvent event) {
    return link.call(EventsServiceGrpc.getPushMethod(), request(event), Retry.CAREFUL)
        .thenApply(Event::getEventId);
  }

  /**
   * Pushes events in order, in as many calls as the engine's limits need. If a call fails, the
   * events of the calls before it are stored, and none of the calls after it.
   *
   * @return the ids that the engine gave them, in the same order
   */
  public CompletionStage<List<String>> pushAll(List<NewEvent> events) {
    var requests = events.stream().map(this::request).toList();
    return Chunks.inTurn(
        Chunks.of(requests, link.config().calls().maxSendBytes()),
        chunk ->
            link.call(
                    EventsServiceGrpc.getBulkPushMethod(),
                    BulkPushEventRequest.newBuilder().addAllEvents(chunk).build(),
                    Retry.CAREFUL)
                .thenApply(
                    answer -> answer.getEventsList().stream().map(Event::getEventId).toList()));
  }

  private PushEventRequest request(NewEvent event) {
    var request =
        PushEventRequest.newBuilder()
            .setKey(link.config().namespace().apply(event.key()))
            .setPayload(event.payload().text())
            .setEventTimestamp(Stamps.of(link.clock().instant()));
    if (!event.metadata().isEmpty()) {
      request.setAdditionalMetadata(Json.of(event.metadata()).text());
    }
    if (event.scope() != null) {
      request.setScope(event.scope());
    }
    if (event.priority() != null) {
      request.setPriority(event.priority().number());
    }
    return request.build();
  }
}
