package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.IdentityKey;
import dev.sojourn.runtime.contact.MergeFollower;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.event.EventSink;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in for events. One transaction takes an event in: whom it is about, the event's row, what
 * it ends, wakes and begins. After the receipt nothing of it can be lost, and nothing is decided
 * twice.
 */
public final class Ingest implements EventSink {
  private static final Logger log = LoggerFactory.getLogger(Ingest.class);

  private final Vertx vertx;
  private final IngestKernel kernel;
  private final IngestRooms rooms;
  private final IngestLane shared;

  private Ingest(Vertx vertx, IngestKernel kernel, IngestRooms rooms, IngestLane shared) {
    this.vertx = vertx;
    this.kernel = kernel;
    this.rooms = rooms;
    this.shared = shared;
  }

  /** Ingest with a lane for those who have none of their own. */
  public static Future<Ingest> open(Vertx vertx, IngestKernel kernel, IngestRooms rooms) {
    return lane(vertx, kernel, rooms).map(shared -> new Ingest(vertx, kernel, rooms, shared));
  }

  /** How journeys hear of what contacts get by merges. */
  public static MergeFollower mergeNews(Database database, Bundle bundle, Outbox outbox) {
    return new MergeNews(database, bundle, outbox);
  }

  /** A lane of its own for the calling context, which closes it. */
  public Future<IngestLane> lane() {
    return lane(vertx, kernel, rooms);
  }

  /** Takes an event in on the shared lane; see {@link IngestLane#accept}. */
  public Future<Receipt> accept(NewEvent event) {
    Promise<Receipt> receipt = ((ContextInternal) vertx.getOrCreateContext()).promise();
    shared.accept(event).onComplete(receipt);
    return receipt.future();
  }

  @Override
  public Future<Void> put(OwnEvent event) {
    return accept(
            new NewEvent(
                event.tenant(),
                event.name(),
                List.of(IdentityKey.ofContact(event.tenant(), event.contactId())),
                event.json(),
                Map.of(),
                event.key(),
                event.occurredAt(),
                event.source()))
        .transform(
            (receipt, failure) -> {
              if (failure instanceof Rejected) {
                log.warn("event '{}' was not taken in: {}", event.name(), failure.getMessage());
                return Future.succeededFuture();
              }
              return failure == null ? Future.succeededFuture() : Future.failedFuture(failure);
            });
  }

  /** Closes the shared lane; what still waits in it fails. */
  public Future<Void> close() {
    return shared.close();
  }

  private static Future<IngestLane> lane(Vertx vertx, IngestKernel kernel, IngestRooms rooms) {
    var context = (ContextInternal) vertx.getOrCreateContext();
    return kernel.database().lane().map(lane -> new Batcher(context, lane, kernel, rooms));
  }
}
