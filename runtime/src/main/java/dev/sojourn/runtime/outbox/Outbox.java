package dev.sojourn.runtime.outbox;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must leave a transaction: written in it, handed on after it, at least once, in order for
 * each key.
 */
public final class Outbox {
  private static final String CHANNEL = "sojourn_outbox";

  private final Vertx vertx;
  private final Database database;
  private volatile @Nullable Relay relay;
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
    tx.afterCommit(this::nudge);
    return tx.run(OutboxStore.ADD, OutboxStore.rows(parcels, database.clock().instant()))
        .mapEmpty();
  }

  /** Puts the parcels of one key in line with those of another. */
  public Future<Void> move(Tx tx, long from, long to) {
    return tx.run(OutboxStore.MOVE, from, to).mapEmpty();
  }

  /** Forgets the parcels of a topic under these keys, which then are handed on no more. */
  public Future<Void> drop(Tx tx, short topic, Collection<Long> keys) {
    return tx.run(OutboxStore.DROP, keys.toArray(Long[]::new), topic).mapEmpty();
  }

  /** Hands parcels of all processes on from now on, until {@link #close}. */
  public Future<Void> handOn(Recipient recipient) {
    var opened = new Relay(vertx, database, recipient);
    relay = opened;
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
    var opened = relay;
    relay = null;
    return opened == null ? Future.succeededFuture() : opened.close();
  }

  private void hinted() {
    var here = relay;
    if (here != null) {
      here.nudge();
    }
  }

  private void nudge() {
    var here = relay;
    if (here == null) {
      database.notify(CHANNEL);
    } else {
      here.nudge();
    }
  }
}
