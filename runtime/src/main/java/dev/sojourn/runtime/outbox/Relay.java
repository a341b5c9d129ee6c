package dev.sojourn.runtime.outbox;

import dev.sojourn.core.schedule.Backoff;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Rounds;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that hands parcels on. Woken by a nudge, by the next due time, and once a minute; asks
 * nothing while there is nothing.
 */
final class Relay {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(60);

  private final ContextInternal context;
  private final Database database;
  private final Route route;
  private final Backoff backoff;
  private final Object topics;
  private final RandomGenerator random = new SplittableRandom();
  private final Rounds rounds;
  private String untaken = "";
  private boolean more;

  Relay(Vertx vertx, Database database, Route route) {
    this.context = (ContextInternal) vertx.getOrCreateContext();
    this.database = database;
    this.route = route;
    this.backoff = new Backoff(Duration.ofSeconds(1), route.longestWait(), Integer.MAX_VALUE);
    this.topics = route.topics().toArray(Short[]::new);
    this.rounds = Rounds.on(context, () -> round().map(this::rest), Relay::failed);
  }

  /** The kinds that go by it. */
  Set<Short> topics() {
    return route.topics();
  }

  /** There may be something; from any thread. */
  void nudge() {
    rounds.nudge();
  }

  Future<Void> close() {
    return rounds.close();
  }

  private static Duration failed(Throwable failure) {
    log.warn("the outbox was not handed on, and will be tried again: {}", failure.getMessage());
    return AGAIN;
  }

  /** Never none: what is due and was not claimed is not asked for without pause. */
  private @Nullable Duration rest(@Nullable Instant next) {
    return next == null
        ? null
        : Duration.ofMillis(
            Math.max(1, Duration.between(database.clock().instant(), next).toMillis()));
  }

  /** One turn; answers when the next parcel is due, null for none. */
  private Future<@Nullable Instant> round() {
    return more
        ? turn()
        : next()
            .compose(
                due ->
                    due == null || due.isAfter(database.clock().instant())
                        ? Future.succeededFuture(due)
                        : turn());
  }

  /** A claim that was full is followed by the next one: to ask what is due reads the backlog. */
  private Future<@Nullable Instant> turn() {
    more = false;
    return claimed()
        .compose(
            claimed ->
                handOn(claimed)
                    .compose(
                        done -> {
                          more = claimed.size() == OutboxStore.MOST;
                          return more ? Future.succeededFuture(database.clock().instant()) : next();
                        }));
  }

  private Future<@Nullable Instant> next() {
    return database.run(OutboxStore.NEXT, topics).map(OutboxStore::next);
  }

  private Future<List<Claimed>> claimed() {
    var now = database.clock().instant();
    return database.transaction(tx -> claim(tx, now));
  }

  /** One relay claims at a time, so that none overlooks an older parcel that another takes now. */
  private Future<List<Claimed>> claim(Tx tx, Instant now) {
    tx.run(OutboxStore.LOCK);
    String claim = route.inTurns() ? OutboxStore.CLAIM_IN_TURNS : OutboxStore.CLAIM;
    return tx.run(claim, now, now.plus(LEASE), topics).map(OutboxStore::claimed);
  }

  private Future<Void> handOn(List<Claimed> claimed) {
    var byKey = new LinkedHashMap<Long, List<Claimed>>();
    claimed.forEach(
        one -> byKey.computeIfAbsent(one.parcel().orderKey(), key -> new ArrayList<>()).add(one));
    var done = new ArrayList<Claimed>();
    var late = new LinkedHashMap<Claimed, Instant>();
    var chains = byKey.values().stream().map(chain -> handOn(chain, 0, done, late)).toList();
    return Future.join(chains).transform(all -> settle(done, late));
  }

  /** Hands on a chain from a place on; the first that fails stops it. */
  private Future<Void> handOn(
      List<Claimed> chain, int place, List<Claimed> done, Map<Claimed, Instant> late) {
    if (place == chain.size()) {
      return Future.succeededFuture();
    }
    var one = chain.get(place);
    return take(one.parcel())
        .transform(
            taken -> {
              if (taken.failed()) {
                untaken = String.valueOf(taken.cause().getMessage());
                put(chain.subList(place, chain.size()), one.attempts(), late);
                return Future.succeededFuture();
              }
              done.add(one);
              return handOn(chain, place + 1, done, late);
            });
  }

  /** The recipient's answer, on our context; what it throws is one too. */
  private Future<Void> take(Parcel parcel) {
    Promise<Void> here = context.promise();
    try {
      route.recipient().take(parcel).onComplete(here);
    } catch (RuntimeException e) {
      here.fail(e);
    }
    return here.future();
  }

  private void put(List<Claimed> rest, int attempts, Map<Claimed, Instant> late) {
    var wait = backoff.next(attempts, null, random).orElse(AGAIN);
    var due = database.clock().instant().plus(wait);
    rest.forEach(one -> late.put(one, due));
  }

  private Future<Void> settle(List<Claimed> done, Map<Claimed, Instant> late) {
    if (!late.isEmpty()) {
      log.warn("{} parcels were not taken: {}", late.size(), untaken);
    }
    return database.transaction(
        tx -> {
          if (!done.isEmpty()) {
            tx.run(OutboxStore.DONE, OutboxStore.ids(done), OutboxStore.leases(done));
          }
          return late.isEmpty()
              ? Future.succeededFuture()
              : tx.run(
                      OutboxStore.LATE,
                      OutboxStore.ids(late.keySet()),
                      OutboxStore.leases(late.keySet()),
                      late.values().toArray(Instant[]::new))
                  .mapEmpty();
        });
  }

  /** A parcel under a lease, which tells this claim from others; {@code attempts} counts it. */
  record Claimed(Parcel parcel, int attempts, Instant leaseUntil) {}
}
