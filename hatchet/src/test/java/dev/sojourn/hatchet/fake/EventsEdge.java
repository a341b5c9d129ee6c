package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.BulkPushEventRequest;
import dev.sojourn.hatchet.wire.Event;
import dev.sojourn.hatchet.wire.Events;
import dev.sojourn.hatchet.wire.EventsServiceGrpc;
import dev.sojourn.hatchet.wire.PushEventRequest;
import dev.sojourn.hatchet.wire.PutLogRequest;
import dev.sojourn.hatchet.wire.PutLogResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** The service {@code EventsService}: events in, and lines for the page of a run. */
final class EventsEdge extends EventsServiceGrpc.EventsServiceImplBase {
  private static final int BULK_LIMIT = 1000;

  private final Engine engine;
  private final Answers answers;

  EventsEdge(Engine engine) {
    this.engine = engine;
    this.answers = new Answers(engine.loop);
  }

  @Override
  public void push(PushEventRequest request, StreamObserver<Event> out) {
    answers.give(out, () -> event(engine.triggers.push(request)));
  }

  @Override
  public void bulkPush(BulkPushEventRequest request, StreamObserver<Events> out) {
    answers.give(
        out,
        () -> {
          int count = request.getEventsCount();
          if (count == 0 || count > BULK_LIMIT) {
            throw Status.INVALID_ARGUMENT
                .withDescription("a bulk push has 1 to 1000 events, this one has " + count)
                .asRuntimeException();
          }
          Events.Builder events = Events.newBuilder();
          engine
              .triggers
              .pushAll(request.getEventsList())
              .forEach(stored -> events.addEvents(event(stored)));
          return events.build();
        });
  }

  private static Event event(StoredEvent stored) {
    Event.Builder event =
        Event.newBuilder()
            .setTenantId(Actions.TENANT)
            .setEventId(stored.id())
            .setKey(stored.key())
            .setPayload(stored.payload().toString())
            .setEventTimestamp(Wire.timestamp(stored.seenAt()))
            .setAdditionalMetadata(stored.metadata().toString());
    if (stored.scope() != null) {
      event.setScope(stored.scope());
    }
    return event.build();
  }

  @Override
  public void putLog(PutLogRequest request, StreamObserver<PutLogResponse> out) {
    answers.give(
        out,
        () -> {
          engine
              .state
              .run(request.getTaskRunExternalId())
              .note(engine.state.now(), "LOG", request.getMessage());
          return PutLogResponse.getDefaultInstance();
        });
  }
}
