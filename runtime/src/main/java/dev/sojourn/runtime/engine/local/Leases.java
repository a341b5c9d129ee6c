package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Lane;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leases of what is in work, by monotonic time, and gives back what will not be
 * committed.
 */
final class Leases {
  private static final Logger log = LoggerFactory.getLogger(Leases.class);

  private final EngineRoom room;
  private final Lane lane;
  private final InWork inWork;
  private final long third;
  private final Underway releases = new Underway();
  private boolean ticking;
  private boolean stopped;

  Leases(EngineRoom room, Lane lane, InWork inWork) {
    this.room = room;
    this.lane = lane;
    this.inWork = inWork;
    this.third = Math.max(1, room.config().lease().toMillis() / 3);
  }

  /** There is work: its leases are renewed until there is none. */
  void keep() {
    if (!ticking) {
      ticking = true;
      room.vertx().setTimer(third, timer -> room.home().runOnContext(back -> tick()));
    }
  }

  /** Renews nothing from now on; done when what was given back is. */
  Future<?> stop() {
    stopped = true;
    return releases.over();
  }

  /** Gives runs back at once, taking off so many of their attempts. */
  void release(List<Held> runs, int attempts) {
    if (runs.isEmpty()) {
      return;
    }
    runs.forEach(inWork::done);
    room.counts().add(EngineCount.RELEASED, runs.size());
    room.whenDone(
        releases
            .run(() -> ClaimStore.release(lane, runs, attempts))
            .onFailure(why -> log.warn("runs keep a lease until it ends: {}", why.getMessage())),
        done -> runs.forEach(run -> run.left(room.assigner(), null)));
  }

  /** A pause before a run is given back: longer with each failure in a row, at most a lease. */
  Duration pause(int failures) {
    Duration lease = room.config().lease();
    int quarters = Math.min(4, Math.max(0, failures - 1));
    return lease.dividedBy(256L >> (2 * quarters));
  }

  private void tick() {
    ticking = false;
    if (stopped || inWork.size() == 0) {
      return;
    }
    keep();
    long nanos = System.nanoTime();
    List<Held> old = inWork.olderThan(nanos, third * 1_000_000);
    if (old.isEmpty()) {
      return;
    }
    Instant until = room.now().plus(room.config().lease());
    room.counts().add(EngineCount.RENEWALS, 1);
    ClaimStore.renew(lane, old, until)
        .onSuccess(done -> room.home().runOnContext(back -> old.forEach(run -> run.renewed(nanos))))
        .onFailure(why -> log.warn("leases were not renewed: {}", why.getMessage()));
  }
}
