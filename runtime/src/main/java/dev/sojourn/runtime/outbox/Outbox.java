package dev.sojourn.runtime.outbox;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Glance;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
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
  private final Subscriptions subscriptions;
  private final List<Relay> relays = new CopyOnWriteArrayList<>();
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
    return drop(tx, Parcel.ANNOUNCED, List.of(lines));
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

  /** Puts the parcels of one key in line with those of another. */
  public Future<Void> move(Tx tx, long from, long to) {
    return tx.run(OutboxStore.MOVE, from, to).mapEmpty();
  }

  /** Forgets the parcels of a topic under these keys, which then are handed on no more. */
  public Future<Void> drop(Tx tx, short topic, Collection<Long> keys) {
    return tx.run(OutboxStore.DROP, topic, keys.toArray(Long[]::new)).mapEmpty();
  }

  /** Hands events of all processes on from now on, until {@link #close}. */
  public Future<Void> handOn(Recipient recipient) {
    return handOn(Route.of(Parcel.EVENT, recipient));
  }

  /** Hands parcels of all processes on by a route from now on, until {@link #close}. */
  public Future<Void> handOn(Route route) {
    var opened = new Relay(vertx, database, route);
    relays.add(opened);
    opened.nudge();
    var heard = listening;
    if (heard == null) {
      database.whenDue(OutboxStore.OVERDUE, this::hinted);
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

  /** What waits in a database, counted up to a number: a count costs no more then. */
  public static Future<Backlog> waiting(Database database, int most) {
    return Glance.at(database, OutboxStore.WAITING, most).map(OutboxStore::backlog);
  }

  private void hinted() {
    relays.forEach(Relay::nudge);
  }

  /** Others are told of what no relay here hands on. */
  private void nudge(Set<Short> topics) {
    var others = new HashSet<>(topics);
    for (var relay : relays) {
      if (!Collections.disjoint(topics, relay.topics())) {
        others.removeAll(relay.topics());
        relay.nudge();
      }
    }
    if (!others.isEmpty()) {
      database.notify(CHANNEL);
    }
  }
}
