package dev.sojourn.runtime.outbox;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must leave a transaction: written in it, handed on after it, at least once, in order for
 * each key.
 */
public final class Outbox {
  private static final String CHANNEL = "sojourn_outbox";

  private final Vertx vertx;
  private final Database database;
  private final Subscriptions subscriptions;
  private volatile @Nullable Relay relay;
  private volatile @Nullable Future<Void> listening;

  /** The outbox of a database. */
  public Outbox(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
    this.subscriptions = new Subscriptions(database);
  }

  /**
   * Learns what endpoints of others want to be told, and follows that; until then, nobody wants
   * anything.
   */
  public Future<Void> open() {
    return subscriptions.open();
  }

  /** Whether an announcement of this type would reach anybody. Costs nothing. */
  public boolean wants(String type) {
    return subscriptions.has(type);
  }

  /** Announces what is wanted, if and only if the transaction commits; the rest is dropped. */
  public Future<Void> announce(Tx tx, List<Announcement> announcements) {
    var wanted =
        announcements.stream()
            .filter(one -> wants(one.type()))
            .map(one -> Announced.of(one, database))
            .toList();
    return add(tx, Announced.parcels(wanted, database));
  }

  /** Whom to tell of each change of what is wanted, and of the endpoints that want it. */
  public void onSubscriptions(Runnable told) {
    subscriptions.follow(told);
  }

  /** Bars others from changing what is wanted until the transaction ends. */
  public Future<Void> holdSubscriptions(Tx tx) {
    return Subscriptions.hold(tx);
  }

  /** From the commit on, these types are wanted; all processes learn of it within moments. */
  public Future<Void> subscribe(Tx tx, Set<String> types) {
    return subscriptions.set(tx, types);
  }

  /** Done when this process knows what was wanted when it was asked. */
  public Future<Void> learnSubscriptions() {
    return subscriptions.read();
  }

  /** Those of some parcels that nobody has taken away; they stay until the transaction ends. */
  public Future<Set<Long>> stillThere(Tx tx, List<Parcel> parcels) {
    var ids = parcels.stream().map(Parcel::id).toArray(Long[]::new);
    return tx.run(OutboxStore.STILL_THERE, (Object) ids).map(OutboxStore::ids);
  }

  /** Takes away what was announced of contacts and is not handed on yet. */
  public Future<Void> forgetAnnounced(Tx tx, Collection<Long> contactIds) {
    var lines = contactIds.stream().map(Announced::lineOf).toArray(Long[]::new);
    return tx.run(OutboxStore.FORGET_ANNOUNCED, Parcel.ANNOUNCED, lines).mapEmpty();
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
