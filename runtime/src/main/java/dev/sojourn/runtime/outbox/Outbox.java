package dev.sojourn.runtime.outbox;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must leave a transaction: written in it, handed on after it, at least once, in order for
 * each key.
 */
public final class Outbox {
  private static final String CHANNEL = "sojourn_outbox";

  private final Vertx vertx;
  private final Database database;
  private final List<Relay> relays = new CopyOnWriteArrayList<>();
  private volatile @Nullable Future<Void> listening;

  /** The outbox of a database. */
  public Outbox(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
  }

  /** Adds parcels; they are handed on if and only if the transaction commits. */
  public Future<Void> add(Tx tx, List<Parcel> parcels) {
    if (parcels.isEmpty()) {
      return Future.succeededFuture();
    }
    Set<Short> topics = parcels.stream().map(Parcel::topic).collect(Collectors.toSet());
    tx.afterCommit(() -> nudge(topics));
    return tx.run(OutboxStore.ADD, OutboxStore.rows(parcels, database.clock().instant()))
        .mapEmpty();
  }

  /** Hands events of all processes on from now on, until {@link #close}. */
  public Future<Void> handOn(Recipient recipient) {
    return handOn(new Route(Set.of(Parcel.EVENT), false, Duration.ofMinutes(10), recipient));
  }

  /** Hands parcels of all processes on by a route from now on, until {@link #close}. */
  public Future<Void> handOn(Route route) {
    var opened = new Relay(vertx, database, route);
    relays.add(opened);
    opened.nudge();
    var heard = listening;
    if (heard == null) {
      heard = database.listen(CHANNEL, this::hinted);
      listening = heard;
    }
    return heard;
  }

  /** Takes up no more parcels; done when those in work are. */
  public Future<Void> close() {
    var opened = List.copyOf(relays);
    relays.clear();
    return Future.join(opened.stream().map(Relay::close).toList()).mapEmpty();
  }

  /** When the oldest parcel of these topics was made; null if none waits. */
  public Future<@Nullable Instant> oldest(Set<Short> topics) {
    return database
        .run(OutboxStore.OLDEST, (Object) topics.toArray(Short[]::new))
        .map(rows -> rows.size() == 0 ? null : Ids.instantOf(rows.iterator().next().getLong(0)));
  }

  private void hinted() {
    relays.forEach(Relay::nudge);
  }

  private void nudge(Set<Short> topics) {
    var here = relays.stream().filter(relay -> relay.handsOn(topics)).toList();
    if (here.isEmpty()) {
      database.notify(CHANNEL);
    } else {
      here.forEach(Relay::nudge);
    }
  }
}
