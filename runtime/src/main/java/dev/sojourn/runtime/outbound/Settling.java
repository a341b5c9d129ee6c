package dev.sojourn.runtime.outbound;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how tries ended: whatever ends while one commit is in flight goes into the next.
 * Belongs to the deliverer's context.
 */
final class Settling {
  private static final Logger log = LoggerFactory.getLogger(Settling.class);
  private static final int GROUP = 256;
  private static final long AGAIN_MS = 1_000;
  private static final Duration ONLY_FAILURES = Duration.ofDays(3);

  private final Context context;
  private final Database database;
  private final InstantSource clock;
  private final Endpoints endpoints;
  private final Telemetry telemetry;
  private final Deque<Outcome> waiting = new ArrayDeque<>();
  private final List<Promise<Void>> quiet = new ArrayList<>();
  private Consumer<Instant> due = at -> {};
  private boolean committing;
  private boolean abandoned;

  /** Halved by each failure, so that what cannot be written ends up alone and stops no other. */
  private int limit = GROUP;

  Settling(
      Context context,
      Database database,
      InstantSource clock,
      Endpoints endpoints,
      Telemetry telemetry) {
    this.context = context;
    this.database = database;
    this.clock = clock;
    this.endpoints = endpoints;
    this.telemetry = telemetry;
  }

  /** Who hears when something is due again, once that is written down. */
  void follow(Consumer<Instant> told) {
    due = told;
  }

  void add(Outcome outcome) {
    waiting.add(outcome);
    if (!committing && !abandoned) {
      committing = true;
      context.runOnContext(next -> commit());
    }
  }

  /** Done once everything is written down; what is not by then is left to others. */
  Future<Void> close(long longestSeconds) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        here -> {
          if (committing) {
            quiet.add(done);
          } else {
            done.complete();
          }
        });
    return done.future()
        .timeout(longestSeconds, TimeUnit.SECONDS)
        .otherwiseEmpty()
        .onComplete(ended -> context.runOnContext(here -> abandoned = true));
  }

  private void commit() {
    if (abandoned) {
      return;
    }
    var group = new ArrayList<Outcome>();
    while (group.size() < limit && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    database
        .transaction(tx -> record(tx, group))
        .onComplete(
            (failing, failure) -> context.runOnContext(back -> committed(group, failing, failure)));
  }

  private void committed(
      List<Outcome> group, @Nullable Set<Long> failing, @Nullable Throwable failure) {
    if (failure != null) {
      limit = Math.max(1, group.size() / 2);
      log.warn("how {} deliveries ended was not recorded: {}", group.size(), failure.getMessage());
      waiting.addAll(group);
      context.owner().setTimer(AGAIN_MS, timer -> context.runOnContext(later -> commit()));
      return;
    }
    limit = Math.min(GROUP, limit * 2);
    group.forEach(this::tell);
    disable(group, failing == null ? Set.of() : failing);
    committing = !waiting.isEmpty();
    if (committing) {
      commit();
    } else {
      quiet.forEach(Promise::complete);
      quiet.clear();
    }
  }

  /** Answers the endpoints that have only failed for so long that they are told nothing more. */
  private Future<Set<Long>> record(Tx tx, List<Outcome> group) {
    return tx.run(DeliveryStore.SETTLE, DeliveryStore.settled(group))
        .map(DeliveryStore::ids)
        .compose(
            written ->
                follow(
                    tx, group.stream().filter(one -> written.contains(one.claim().id())).toList()));
  }

  /** What follows from the outcomes that this transaction wrote, and from no other. */
  private Future<Set<Long>> follow(Tx tx, List<Outcome> group) {
    if (group.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    var now = clock.instant();
    var dead = group.stream().filter(Outcome::isExhausted).toList();
    if (!dead.isEmpty()) {
      var ids = Stream.generate(database.ids()::next).limit(dead.size()).toList();
      tx.run(DeliveryStore.BURY, DeliveryStore.buried(dead, ids, database.publicIds(), now));
    }
    Map<Long, Outcome> last = new LinkedHashMap<>();
    group.forEach(
        one ->
            last.merge(
                one.claim().endpointId(),
                one,
                (before, after) -> before.isDelivered() ? before : after));
    var seen = tx.run(DeliveryStore.SEEN, DeliveryStore.seen(last));
    return last.values().stream().allMatch(Outcome::isDelivered)
        ? seen.map(Set.of())
        : tx.run(
                DeliveryStore.FAILING, last.keySet().toArray(Long[]::new), now.minus(ONLY_FAILURES))
            .map(DeliveryStore::ids);
  }

  private void disable(List<Outcome> group, Set<Long> failing) {
    for (var id : failing) {
      disable(id, "it has taken nothing for " + ONLY_FAILURES.toDays() + " days");
    }
    group.stream()
        .filter(Outcome::isGone)
        .map(one -> one.claim().endpointId())
        .distinct()
        .forEach(id -> disable(id, "it answers 410, that it is gone for good"));
  }

  private void disable(long id, String why) {
    endpoints
        .disable(id, why)
        .onFailure(lost -> log.warn("endpoint {} was not disabled: {}", id, lost.getMessage()));
  }

  private void tell(Outcome outcome) {
    Optional.ofNullable(outcome.dueAt()).ifPresent(due);
    telemetry.webhooks(outcome.wire(), 1);
    if (outcome.isDelivered()) {
      log.debug("delivery {} delivered", outcome.claim().id());
    } else {
      log.info(
          "delivery {} {} after try {}: {}",
          outcome.claim().id(),
          outcome.wire(),
          outcome.claim().attempt(),
          outcome.error());
    }
  }
}
