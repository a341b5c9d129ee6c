package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.event.EventKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells the senders of a batch what became of their events. */
final class Receipts {
  private final PublicIds publicIds;
  private final People people;
  private final State state;
  private final Map<EventKey, Long> holders;

  /**
   * The receipts of one batch.
   *
   * @param holders the stored events behind repeated keys
   */
  Receipts(PublicIds publicIds, People people, State state, Map<EventKey, Long> holders) {
    this.publicIds = publicIds;
    this.people = people;
    this.state = state;
    this.holders = holders;
  }

  /** A receipt or a refusal for each, in their order. */
  List<Future<Receipt>> of(List<Arrival> arrivals) {
    return arrivals.stream().map(this::of).toList();
  }

  private Future<Receipt> of(Arrival arrival) {
    var refusal = arrival.refusal();
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    return Future.succeededFuture(
        new Receipt(
            arrival.isFresh() && arrival.event().isEvent(),
            publicIds.face(storedId(arrival)),
            people.keyOf(arrival.contactId(), publicIds::face),
            arrival.exits(),
            arrival.isFresh() ? dispatched(arrival) : List.of(),
            new Receipt.Person(
                publicIds.face(arrival.contactId()),
                arrival.place().made(),
                arrival.place().linked(),
                false)));
  }

  private long storedId(Arrival arrival) {
    if (arrival.isFresh()) {
      return arrival.id();
    }
    var first = arrival.first();
    if (first != null) {
      return storedId(first);
    }
    var holder = holders.get(arrival.key());
    if (holder == null) {
      throw new IllegalStateException(
          "event '" + arrival.event().name() + "' repeats a key that nobody holds");
    }
    return holder;
  }

  private List<String> dispatched(Arrival arrival) {
    var off = state.switchedOff().getOrDefault(arrival.event().tenant(), Set.of());
    return arrival.triggered().stream()
        .map(one -> one.definition())
        .filter(definition -> definition.enabled() && !off.contains(definition.id()))
        .map(definition -> definition.id())
        .toList();
  }
}
