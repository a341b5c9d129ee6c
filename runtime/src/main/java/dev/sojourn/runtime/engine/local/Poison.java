package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.engine.Advance.Block;
import dev.sojourn.runtime.engine.Claimed;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps runs that nobody can carry on from being tried for ever: after {@value #ATTEMPTS} claims
 * without a commit a run is blocked, and many blocked runs stop their version. Failures that are
 * nobody's here do not count.
 */
final class Poison {
  static final int ATTEMPTS = 5;
  private static final Logger log = LoggerFactory.getLogger(Poison.class);

  private final EngineRoom room;
  private final Board board;
  private final LastErrors lastErrors = new LastErrors();
  private final Map<Long, Integer> setbacks = Remembered.ofRuns();

  Poison(EngineRoom room, Board board) {
    this.room = room;
    this.board = board;
  }

  void failed(Held held, Throwable why) {
    lastErrors.remember(held.id(), why);
  }

  /** Counts a failure that says nothing about the run; answers how many it had in a row. */
  int passing(Held held) {
    return setbacks.merge(held.id(), 1, Integer::sum);
  }

  void committed(Held held) {
    lastErrors.forget(held.id());
    if (!setbacks.isEmpty()) {
      setbacks.remove(held.id());
    }
  }

  /** The segment that blocks a run taken up too often. */
  Advanced block(Held held) {
    String reason =
        "taken up " + ATTEMPTS + " times without a commit; last error: " + lastErrors.of(held.id());
    return new Advanced(held, new Block(held.run(), "", reason), held.served().task(), null);
  }

  /** A run has been blocked. */
  void blocked(Held held, String reason) {
    Claimed run = held.run();
    room.counts().add(EngineCount.BLOCKED, 1);
    board.blocked().changed(1);
    log.error("run {} of '{}' is blocked: {}", run.id(), run.taskName(), reason);
    if (board.stops().blocked(held.served().id(), run.version(), room.now())) {
      log.error(
          "version {} of '{}' takes no more runs here: {} of them were blocked within {} minutes",
          run.version(),
          run.taskName(),
          Stops.LIMIT,
          Stops.WINDOW.toMinutes());
    }
  }
}
