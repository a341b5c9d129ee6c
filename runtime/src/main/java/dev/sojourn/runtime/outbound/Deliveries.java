package dev.sojourn.runtime.outbound;

import dev.sojourn.core.webhook.Catalogue;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Announced;
import dev.sojourn.runtime.outbox.Announcement;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What endpoints were told, and telling it again. */
public final class Deliveries {
  private static final List<String> ENDED = List.of("delivered", "failed", "discarded");
  private static final List<String> FAILED = List.of("failed");

  private final Database database;
  private final InstantSource clock;
  private final FanOut fanOut;

  Deliveries(Database database, InstantSource clock, FanOut fanOut) {
    this.database = database;
    this.clock = clock;
    this.fanOut = fanOut;
  }

  /** A part of the deliveries of an endpoint, and how many there are. */
  public record Page(List<Delivery> items, long total) {}

  /** What came of a wish about one of them. */
  public enum Answer {
    DONE,
    /** There is no such one. */
    UNKNOWN,
    /** It goes on already, or its endpoint is disabled. */
    NOT_ENDED
  }

  /**
   * Those of an endpoint, the newest first.
   *
   * @param status null for all
   */
  public Future<Page> list(long endpointId, @Nullable String status, int limit, int offset) {
    return database
        .run(MessageStore.PAGE, endpointId, status, limit, offset)
        .map(MessageStore::listed)
        .compose(
            items ->
                database
                    .run(MessageStore.COUNT, endpointId, status)
                    .map(rows -> new Page(items, rows.iterator().next().getLong(0))));
  }

  /** Delivers one that has ended once more: the same id and bytes, with all tries before it. */
  public Future<Answer> redeliver(long id) {
    return database.transaction(
        tx ->
            again(tx, id, ENDED)
                .compose(
                    done -> {
                      if (!done) {
                        return tx.run(MessageStore.EXISTS, id)
                            .map(rows -> rows.size() == 0 ? Answer.UNKNOWN : Answer.NOT_ENDED);
                      }
                      return tx.run(MessageStore.RESOLVE, id, clock.instant()).map(Answer.DONE);
                    }));
  }

  /** Delivers one that was given up once more; false if it is not failed any more. */
  public Future<Boolean> redrive(Tx tx, long id) {
    return again(tx, id, FAILED);
  }

  /** Tells an endpoint that it is one; done when that will be delivered. */
  public Future<Void> test(long endpointId) {
    var at = clock.instant();
    var endpoint = database.publicIds().face(endpointId);
    var message =
        Announced.of(
            new Announcement(0, null, Catalogue.TEST, null, at, Map.of("endpointId", endpoint)),
            database);
    return database.transaction(tx -> fanOut.deliver(tx, message, endpointId));
  }

  private Future<Boolean> again(Tx tx, long id, List<String> from) {
    return tx.run(MessageStore.AGAIN, id, clock.instant(), from.toArray(String[]::new))
        .compose(
            rows ->
                rows.rowCount() == 0
                    ? Future.succeededFuture(false)
                    : tx.run(MessageStore.NOTIFY, Deliverer.CHANNEL).map(true));
  }
}
