package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets a few in at a time, the others in their order after them, so that what is in work is bounded
 * and a flood waits outside. Belongs to one event loop.
 */
final class Turnstile {
  private final int mostWaiting;
  private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
  private int free;

  Turnstile(int places, int mostWaiting) {
    this.free = places;
    this.mostWaiting = mostWaiting;
  }

  /** Done when there is a place, which has to be left; {@link Refusal} 503 if too many wait. */
  Future<Void> enter() {
    if (free > 0) {
      free--;
      return Future.succeededFuture();
    }
    if (waiting.size() >= mostWaiting) {
      return Future.failedFuture(
          Refusal.unavailable(1, "other batches are being taken in; send it again soon"));
    }
    Promise<Void> turn = Promise.promise();
    waiting.add(turn);
    return turn.future();
  }

  /** Gives the place to whoever waits longest. */
  void leave() {
    Promise<Void> next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.complete();
    }
  }
}
