package dev.sojourn.runtime.engine.local;

import java.time.Duration;
import java.time.Instant;

/** The one alarm of the claim loop; it only ever moves closer until it rings. */
final class Timer {
  private static final long NEVER = -1;
  private static final long LONGEST_MS = 3_600_000;

  private final EngineRoom room;
  private final Runnable ring;
  private long id = NEVER;
  private Instant at = Instant.MAX;

  Timer(EngineRoom room, Runnable ring) {
    this.room = room;
    this.ring = ring;
  }

  /** Rings at this instant at the latest. */
  void by(Instant due) {
    if (!due.isBefore(at)) {
      return;
    }
    cancel();
    at = due;
    long wait = Duration.between(room.now(), due).plusNanos(999_999).toMillis();
    id =
        room.vertx()
            .setTimer(
                Math.max(1, Math.min(wait, LONGEST_MS)),
                rung -> room.home().runOnContext(back -> rung(rung)));
  }

  void cancel() {
    if (id != NEVER) {
      room.vertx().cancelTimer(id);
    }
    id = NEVER;
    at = Instant.MAX;
  }

  private void rung(long timer) {
    if (timer == id) {
      id = NEVER;
      at = Instant.MAX;
      ring.run();
    }
  }
}
