package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.IngestLane;
import dev.sojourn.runtime.ingest.NewEvent;
import dev.sojourn.runtime.ingest.Receipt;
import io.vertx.core.Future;

/**
 * Takes in what requests of one event loop say, then follows what they say of lists.
 *
 * @param lane takes in
 * @param wishes follows
 */
record EventLane(IngestLane lane, ListWishes wishes) {
  /** Done once both are. A repeat changes nothing. */
  Future<Taken> accept(NewEvent event) {
    return lane.accept(event).compose(receipt -> followed(event, receipt));
  }

  private Future<Taken> followed(NewEvent event, Receipt receipt) {
    boolean repeated = event.isEvent() && !receipt.stored();
    return repeated || event.lists().isEmpty()
        ? Future.succeededFuture(new Taken(receipt, null))
        : wishes.follow(event, receipt).map(fault -> new Taken(receipt, fault));
  }
}
