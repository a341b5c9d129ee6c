package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.Json;
import dev.sojourn.hatchet.NewEvent;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.engine.Assigner.Assigned;
import dev.sojourn.runtime.engine.Assigner.Parked;
import dev.sojourn.runtime.engine.Passed;
import dev.sojourn.runtime.outbox.Parcel;
import java.util.Map;
import java.util.Set;

/**
 * What is told to Hatchet, as the outbox carries it. All about one run is told in order; runs do
 * not wait for each other.
 */
final class Letters {
  /** Their topics. */
  static final Set<Short> TOPICS =
      Set.of(Parcel.RUN_STARTED, Parcel.RUN_WOKEN, Parcel.RUN_CANCELLED);

  /** The topic of events for tasks of others, which go a way of their own: there may be many. */
  static final Set<Short> PASSED = Set.of(Parcel.EVENT_PASSED);

  private final Ids ids;

  Letters(Ids ids) {
    this.ids = ids;
  }

  Parcel start(Ticket ticket) {
    return parcel(
        Parcel.RUN_STARTED,
        ticket.runId(),
        Map.of("task", ticket.taskName(), "chain", ticket.chain()));
  }

  Parcel wake(Parked run) {
    return parcel(Parcel.RUN_WOKEN, run.runId(), Map.of("park", run.park()));
  }

  Parcel cancel(Assigned run) {
    return parcel(Parcel.RUN_CANCELLED, run.runId(), Map.of("id", run.by().toString()));
  }

  private Parcel parcel(short topic, long runId, Map<String, Object> payload) {
    return new Parcel(ids.next(), 0, topic, runId, Json.of(payload).text());
  }

  Parcel pass(Passed event) {
    Map<String, Object> payload = Map.of("name", event.name(), "payload", event.payload());
    return new Parcel(
        ids.next(), event.tenant(), Parcel.EVENT_PASSED, event.subject(), Json.of(payload).text());
  }

  static Ticket ticket(Parcel parcel) {
    Map<String, ?> fields = fields(parcel);
    return new Ticket(
        String.valueOf(fields.get("task")), parcel.orderKey(), number(fields, "chain"));
  }

  /** The event of a waking; runs of Hatchet that it starts know it by its mark. */
  static NewEvent event(Parcel parcel) {
    int park = number(fields(parcel), "park");
    return NewEvent.of(Ticket.WAKE, Json.EMPTY)
        .withMetadata(Map.of(Ticket.MARK, "wake"))
        .inScope(Ticket.scope(parcel.orderKey(), park));
  }

  /** An event for tasks of others; tasks of ours that it starts know it by its mark. */
  static NewEvent passed(Parcel parcel) {
    Map<String, ?> fields = fields(parcel);
    return NewEvent.of(
            String.valueOf(fields.get("name")), new Json(String.valueOf(fields.get("payload"))))
        .withMetadata(Map.of(Ticket.MARK, "event"));
  }

  static String cancelled(Parcel parcel) {
    return String.valueOf(fields(parcel).get("id"));
  }

  private static Map<String, ?> fields(Parcel parcel) {
    return new Json(parcel.payload()).asMap();
  }

  private static int number(Map<String, ?> fields, String name) {
    return fields.get(name) instanceof Number number ? number.intValue() : 0;
  }
}
