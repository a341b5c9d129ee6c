package dev.sojourn.runtime.outbound;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbound.MessageStore.Pair;
import dev.sojourn.runtime.outbox.Announced;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes deliveries of what was announced: one message, stored once, and a delivery for each
 * endpoint that wants it now. Parcels that come together go through one transaction; if that fails,
 * each goes alone. What is done twice changes nothing.
 */
final class FanOut {
  private final Context context;
  private final Database database;
  private final InstantSource clock;
  private final Outbox outbox;
  private List<Waiting> waiting = new ArrayList<>();

  private record Waiting(Parcel parcel, Promise<Void> done) {}

  FanOut(Vertx vertx, Database database, InstantSource clock, Outbox outbox) {
    this.context = vertx.getOrCreateContext();
    this.database = database;
    this.clock = clock;
    this.outbox = outbox;
  }

  /** Done once the deliveries of a parcel are there. */
  Future<Void> take(Parcel parcel) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(here -> add(new Waiting(parcel, done)));
    return done.future();
  }

  /** Makes the delivery of a message to one endpoint, whatever that subscribes to. */
  Future<Void> deliver(Tx tx, Announced message, long endpointId) {
    return stored(tx, List.of(new Pair(message, endpointId)));
  }

  private void add(Waiting one) {
    waiting.add(one);
    if (waiting.size() == 1) {
      context.runOnContext(next -> flush());
    }
  }

  private void flush() {
    var all = waiting;
    waiting = new ArrayList<>();
    database
        .transaction(tx -> fanOut(tx, all.stream().map(Waiting::parcel).toList()))
        .onSuccess(done -> all.forEach(one -> one.done().complete()))
        .onFailure(
            lost -> {
              if (all.size() == 1) {
                all.get(0).done().fail(lost);
              } else {
                all.forEach(this::alone);
              }
            });
  }

  private void alone(Waiting one) {
    database.transaction(tx -> fanOut(tx, List.of(one.parcel()))).onComplete(one.done());
  }

  private Future<Void> fanOut(Tx tx, List<Parcel> parcels) {
    return outbox
        .stillThere(tx, parcels)
        .compose(
            there -> {
              var messages =
                  parcels.stream()
                      .filter(parcel -> there.contains(parcel.id()))
                      .flatMap(parcel -> Announced.of(parcel).stream())
                      .toList();
              return messages.isEmpty()
                  ? Future.succeededFuture()
                  : tx.run(MessageStore.MATCH, MessageStore.types(messages))
                      .compose(rows -> stored(tx, MessageStore.pairs(rows, messages)));
            });
  }

  private Future<Void> stored(Tx tx, List<Pair> pairs) {
    if (pairs.isEmpty()) {
      return Future.succeededFuture();
    }
    var now = clock.instant();
    var messages = new LinkedHashSet<Announced>();
    pairs.forEach(pair -> messages.add(pair.message()));
    var ids = Stream.generate(database.ids()::next).limit(pairs.size()).toList();
    return Future.all(
            tx.run(MessageStore.ADD, MessageStore.messages(messages, now)),
            tx.run(MessageStore.DELIVER, MessageStore.deliveries(pairs, ids, now)),
            tx.run(MessageStore.NOTIFY, Deliverer.CHANNEL))
        .mapEmpty();
  }
}
