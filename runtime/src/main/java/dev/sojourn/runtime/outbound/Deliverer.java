package dev.sojourn.runtime.outbound;

import dev.sojourn.core.webhook.Shares;
import dev.sojourn.core.webhook.Shares.Claimant;
import dev.sojourn.runtime.config.DeliveryConfig;
import dev.sojourn.runtime.database.Database;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is due, so much of each endpoint at once that none slows another. Woken by a hint,
 * by the next due time, and once a minute; asks nothing while there is nothing. Any number of
 * processes share a database; each delivery is tried by one of them.
 */
final class Deliverer {
  private static final Logger log = LoggerFactory.getLogger(Deliverer.class);
  static final String CHANNEL = "sojourn_deliveries";
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final long LONGEST_END_S = 5;

  private final Context context;
  private final Database database;
  private final InstantSource clock;
  private final Supplier<Future<List<Endpoint>>> enabled;
  private final Attempts attempts;
  private final Settling settling;
  private final DeliveryConfig config;
  private final Shares shares;
  private final Map<Long, Line> lines = new LinkedHashMap<>();
  private final List<Claimed> held = new ArrayList<>();
  private final List<Promise<Void>> ends = new ArrayList<>();
  private @Nullable Instant wakesAt;
  private long timer = -1;
  private int underWay;
  private boolean claiming;
  private boolean reading;
  private boolean stale;
  private boolean hinted;
  private boolean rested;
  private boolean closing;

  Deliverer(
      Context context,
      Database database,
      InstantSource clock,
      Supplier<Future<List<Endpoint>>> enabled,
      Attempts attempts,
      Settling settling,
      DeliveryConfig config) {
    this.context = context;
    this.database = database;
    this.clock = clock;
    this.enabled = enabled;
    this.attempts = attempts;
    this.settling = settling;
    this.config = config;
    this.shares = new Shares(config.each(), config.all());
    settling.follow(this::wakeAt);
  }

  /**
   * Reads who is told something, and delivers to them from now on and to no others; from any
   * thread. A reading that began before now is not enough.
   */
  void refresh() {
    context.runOnContext(
        here -> {
          stale = true;
          if (!reading && !closing) {
            read();
          }
        });
  }

  private void read() {
    reading = true;
    stale = false;
    enabled
        .get()
        .onComplete((known, failure) -> context.runOnContext(back -> read(known, failure)));
  }

  private void read(@Nullable List<Endpoint> known, @Nullable Throwable failure) {
    reading = false;
    if (known == null) {
      log.warn("the endpoints could not be read: {}", failure == null ? "?" : failure.getMessage());
      context.owner().setTimer(AGAIN.toMillis(), rung -> refresh());
      return;
    }
    serve(known);
    if (stale && !closing) {
      read();
    }
  }

  private void serve(List<Endpoint> endpoints) {
    var before = new LinkedHashMap<>(lines);
    lines.clear();
    for (var endpoint : endpoints) {
      var line = before.getOrDefault(endpoint.id(), new Line(endpoint));
      line.becomes(endpoint);
      lines.put(endpoint.id(), line);
    }
    rested = false;
    release();
    work();
  }

  /** There may be something due; from any thread. */
  void nudge() {
    context.runOnContext(
        here -> {
          hint();
          work();
        });
  }

  private void hint() {
    hinted = true;
    rested = false;
    lines.values().forEach(line -> line.mayHave(true));
  }

  /** Takes nothing more on; done when what is under way has ended, or after some seconds. */
  Future<Void> close() {
    Promise<Void> ended = Promise.promise();
    context.runOnContext(
        here -> {
          closing = true;
          context.owner().cancelTimer(timer);
          ends.add(ended);
          end();
        });
    return ended
        .future()
        .timeout(LONGEST_END_S, TimeUnit.SECONDS)
        .otherwiseEmpty()
        .compose(done -> settling.close(LONGEST_END_S));
  }

  private void end() {
    if (closing && underWay == 0 && !claiming) {
      ends.forEach(Promise::tryComplete);
    }
  }

  private void work() {
    if (closing) {
      end();
      return;
    }
    if (claiming) {
      return;
    }
    var now = clock.instant();
    var asks = asks(now);
    if (asks.isEmpty()) {
      rest(now);
      return;
    }
    claiming = true;
    hinted = false;
    rested = false;
    database
        .run(DeliveryStore.CLAIM, DeliveryStore.asks(asks, now, now.plus(config.stuckAfter())))
        .map(DeliveryStore::claimed)
        .onComplete(
            (claimed, failure) -> context.runOnContext(back -> claimed(asks, claimed, failure)));
  }

  /** How many of which endpoint are claimed now. */
  private Map<Long, Integer> asks(Instant now) {
    var claimants = new ArrayList<Claimant>();
    var suspects = 0;
    for (var line : lines.values()) {
      suspects += line.isSuspect() ? line.underWay() : 0;
      if (line.mayHave() && !line.isBarred(now)) {
        claimants.add(line.claimant());
      }
    }
    return shares.of(claimants, underWay, suspects);
  }

  private void claimed(
      Map<Long, Integer> asks, @Nullable List<Claimed> claimed, @Nullable Throwable failure) {
    claiming = false;
    if (claimed == null) {
      log.warn("nothing is delivered for now: {}", failure == null ? "?" : failure.getMessage());
      wakeAt(clock.instant().plus(AGAIN));
      end();
      return;
    }
    var got = new LinkedHashMap<Long, Integer>();
    for (var one : claimed) {
      got.merge(one.endpointId(), 1, Integer::sum);
      attempt(one);
    }
    asks.forEach(
        (id, most) -> {
          var line = lines.remove(id);
          if (line != null) {
            // Whoever had a turn goes to the end of the line.
            lines.put(id, line);
            if (got.getOrDefault(id, 0) < most && !hinted) {
              line.mayHave(false);
            }
          }
        });
    work();
  }

  private void attempt(Claimed claim) {
    var line = lines.get(claim.endpointId());
    if (line == null || line.isOlder(claim)) {
      held.add(claim);
      refresh();
    } else {
      attempt(claim, line);
    }
  }

  /** What was held back until it is known how its endpoint stands; if that is gone, so is this. */
  private void release() {
    var claims = List.copyOf(held);
    held.clear();
    for (var claim : claims) {
      var line = lines.get(claim.endpointId());
      if (line != null) {
        attempt(claim, line);
      }
    }
  }

  private void attempt(Claimed claim, Line line) {
    line.begins();
    underWay++;
    attempts
        .of(claim, line.endpoint())
        .onComplete(done -> context.runOnContext(back -> ended(line, claim, done.result())));
  }

  private void ended(Line line, Claimed claim, @Nullable Outcome outcome) {
    underWay--;
    var now = clock.instant();
    if (line.ends(outcome != null && outcome.isDelivered(), now)) {
      line.mayHave(true);
    }
    if (outcome == null) {
      log.error("a try of delivery {} ended without an outcome", claim.id());
    } else {
      settling.add(outcome);
    }
    if (line.isBarred(now)) {
      wakeAt(line.barredUntil());
    }
    work();
  }

  /** Nothing can be claimed: sleeps until something can. */
  private void rest(Instant now) {
    if (rested) {
      return;
    }
    rested = true;
    var open = lines.values().stream().filter(line -> !line.mayHave() && !line.isBarred(now));
    var ids = open.map(line -> line.endpoint().id()).toArray(Long[]::new);
    if (ids.length > 0) {
      database
          .run(DeliveryStore.NEXT, (Object) ids)
          .map(DeliveryStore::next)
          .onSuccess(next -> context.runOnContext(back -> next.ifPresent(this::wakeAt)))
          .onFailure(lost -> log.warn("when the next is due is not known: {}", lost.getMessage()));
    }
  }

  private void wakeAt(Instant at) {
    if (closing || (wakesAt != null && !at.isBefore(wakesAt))) {
      return;
    }
    context.owner().cancelTimer(timer);
    wakesAt = at;
    var wait = Duration.between(clock.instant(), at).toMillis() + 1;
    timer =
        context.owner().setTimer(Math.max(1, wait), rung -> context.runOnContext(here -> woken()));
  }

  private void woken() {
    wakesAt = null;
    hint();
    work();
  }
}
