package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Claimed;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The invocations of this process, by the run that each is for; all of it lives at home. */
final class Crew {
  private static final Logger log = LoggerFactory.getLogger(Crew.class);

  private final Vertx vertx;
  private final Context home;
  private final InstantSource clock;
  private final Ledger ledger;
  private final int most;
  private final Duration rest;
  private final Map<Long, Invocation> members = new HashMap<>();
  private final Set<Long> staying = new HashSet<>();
  private boolean looking;
  private boolean stirred;
  private volatile boolean leaving;

  Crew(Vertx vertx, Context home, InstantSource clock, Ledger ledger, int most, Duration rest) {
    this.vertx = vertx;
    this.home = home;
    this.clock = clock;
    this.ledger = ledger;
    this.most = most;
    this.rest = rest;
  }

  Ledger ledger() {
    return ledger;
  }

  Instant now() {
    return clock.instant();
  }

  void atHome(Runnable action) {
    home.runOnContext(ignored -> action.run());
  }

  /** Does this at home, not before an instant; answers what takes it back. */
  Runnable at(Instant instant, Runnable action) {
    long wait = Math.max(1, Duration.between(now(), instant).plusNanos(999_999).toMillis());
    long timer = vertx.setTimer(wait, rung -> atHome(action));
    return () -> vertx.cancelTimer(timer);
  }

  /** A newer invocation of a run takes the place of an older one. */
  void joined(long runId, Invocation invocation) {
    members.put(runId, invocation);
  }

  void left(long runId, Invocation invocation) {
    if (members.remove(runId, invocation)) {
      staying.remove(runId);
    }
  }

  void stays(long runId, boolean stays) {
    if (stays) {
      staying.add(runId);
    } else {
      staying.remove(runId);
    }
  }

  /** How long a run that something may wake soon rests in memory. */
  Duration rest() {
    return rest;
  }

  /** How many runs rest in memory. */
  int staying() {
    return staying.size();
  }

  /** How much room there is to rest in memory. */
  Plan.Room room() {
    if (leaving) {
      return Plan.Room.NONE;
    }
    return staying.size() < most / 2 ? Plan.Room.AMPLE : Plan.Room.SCARCE;
  }

  /** A segment of a run has left; any thread. */
  void segmentLeft(Claimed run, @Nullable Advance how) {
    atHome(
        () -> {
          Invocation invocation = members.get(run.id());
          if (invocation != null) {
            invocation.left(run.epoch(), how);
          }
        });
  }

  /** Some run that rests in memory may be due; any thread. */
  void stirred() {
    atHome(
        () -> {
          stirred = true;
          look();
        });
  }

  /** Nothing rests in memory from now on: what does is put into Hatchet. */
  void leave() {
    leaving = true;
    atHome(() -> each(Set.copyOf(staying)));
  }

  private void look() {
    if (looking || !stirred || staying.isEmpty()) {
      return;
    }
    looking = true;
    stirred = false;
    ledger
        .stirred(staying)
        .onComplete(
            (due, failure) ->
                atHome(
                    () -> {
                      looking = false;
                      if (due == null) {
                        log.warn("resting runs were not looked at: {}", String.valueOf(failure));
                      } else {
                        each(due);
                      }
                      look();
                    }));
  }

  private void each(Set<Long> runIds) {
    for (Long id : List.copyOf(runIds)) {
      Invocation invocation = members.get(id);
      if (invocation != null && staying.contains(id)) {
        invocation.look();
      }
    }
  }
}
