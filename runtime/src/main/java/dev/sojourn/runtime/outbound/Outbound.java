package dev.sojourn.runtime.outbound;

import dev.sojourn.dsl.provider.DestinationFile;
import dev.sojourn.runtime.config.OutboundConfig;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import dev.sojourn.runtime.outside.OutsideHttp;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

/** Telling programs of others what happens: their endpoints, and what is delivered to them. */
public final class Outbound {
  private static final int SNIPPET = 1_000;

  private final Database database;
  private final Outbox outbox;
  private final OutboundConfig config;
  private final OutsideHttp http;
  private final Endpoints endpoints;
  private final FanOut fanOut;
  private final Deliveries deliveries;
  private final Deliverer deliverer;

  /**
   * The endpoints of a database; nothing is delivered before {@link #open}.
   *
   * @param clock what is due is judged by it; the database's own outside tests
   * @param scripted the kinds of the operator's own that are in force, by name
   */
  public Outbound(
      Vertx vertx,
      Database database,
      InstantSource clock,
      Outbox outbox,
      Telemetry telemetry,
      OutboundConfig config,
      Supplier<Map<String, DestinationFile>> scripted) {
    var kinds = new Kinds(vertx, config, scripted);
    var context = vertx.getOrCreateContext();
    this.database = database;
    this.outbox = outbox;
    this.config = config;
    this.http = http(vertx, config);
    this.endpoints =
        new Endpoints(database, clock, outbox, new Vault(config.sealing()), kinds, http);
    this.fanOut = new FanOut(vertx, database, clock, outbox);
    this.deliveries = new Deliveries(database, clock, fanOut);
    this.deliverer =
        new Deliverer(
            context,
            database,
            clock,
            endpoints::enabled,
            new Attempts(http, kinds, database.publicIds(), clock, config.delivery().retries()),
            new Settling(context, database, clock, endpoints, telemetry),
            config.delivery());
  }

  private static OutsideHttp http(Vertx vertx, OutboundConfig config) {
    var delivery = config.delivery();
    return OutsideHttp.of(
        vertx, new OutsideHttp.Bounds(delivery.all(), delivery.timeout(), SNIPPET, true));
  }

  /** Who is told what. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /** What they were told. */
  public Deliveries deliveries() {
    return deliveries;
  }

  /** Makes deliveries of a parcel of topic {@link Parcel#ANNOUNCED}; twice is as good as once. */
  public Future<Void> take(Parcel parcel) {
    return fanOut.take(parcel);
  }

  /** Delivers from now on, of all processes. */
  public Future<Void> open() {
    outbox.onSubscriptions(deliverer::refresh);
    return config
        .posthog()
        .map(endpoints::seed)
        .orElseGet(Future::succeededFuture)
        .compose(seeded -> database.listen(Deliverer.CHANNEL, deliverer::nudge))
        .onSuccess(
            listening -> {
              database.whenDue(DeliveryStore.OVERDUE, deliverer::nudge);
              deliverer.refresh();
            });
  }

  /** Delivers nothing new; done when what is under way has ended, or after some seconds. */
  public Future<Void> close() {
    return deliverer.close().eventually(http::close);
  }

  /**
   * Deletes what was announced of contacts that are erased, delivered or not, with its bytes and
   * its answers. The caller holds their locks, and announces afterwards what is still to be told.
   */
  public Future<Void> erase(Tx tx, Collection<Long> contactIds) {
    return outbox
        .forgetAnnounced(tx, contactIds)
        .compose(
            gone -> tx.run(MessageStore.FORGET_CONTACTS, (Object) contactIds.toArray(Long[]::new)))
        .mapEmpty();
  }

  /** What was announced of a contact is of another from now on, into which it was merged. */
  public Future<Void> merged(Tx tx, long from, long into) {
    return tx.run(MessageStore.REPOINT, from, into).mapEmpty();
  }

  /** Forgets messages from before an instant that nobody has to be told still, at most so many. */
  public Future<Integer> forget(Tx tx, Instant before, int most) {
    return tx.run(MessageStore.FORGET, before, most).map(rows -> rows.rowCount());
  }
}
