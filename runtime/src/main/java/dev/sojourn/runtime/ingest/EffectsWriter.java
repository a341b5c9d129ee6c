package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.enrolment.JourneyTask;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;

/** Writes what a batch does to enrolments. */
final class EffectsWriter {
  private final IngestRooms rooms;
  private final IngestKernel kernel;

  EffectsWriter(IngestRooms rooms, IngestKernel kernel) {
    this.rooms = rooms;
    this.kernel = kernel;
  }

  /** Ends first, so that the room of a live run is free for the one that follows it. */
  Future<?> write(Tx tx, Effects effects) {
    tx.afterCommit(() -> count(effects));
    return effects.cancels().isEmpty()
        ? begin(tx, effects)
        : rooms.engine().cancel(tx, effects.cancels()).compose(gone -> begin(tx, effects));
  }

  private void count(Effects effects) {
    var entered = new HashMap<String, Integer>();
    effects
        .starts()
        .forEach(run -> entered.merge(JourneyTask.journeyOf(run.taskName()), 1, Integer::sum));
    entered.forEach(kernel.telemetry()::enrolled);
  }

  private Future<?> begin(Tx tx, Effects effects) {
    return Future.all(
        List.of(
            effects.wakes().isEmpty()
                ? Future.succeededFuture()
                : rooms.engine().wake(tx, effects.wakes()),
            effects.starts().isEmpty()
                ? Future.succeededFuture()
                : rooms.engine().start(tx, effects.starts()),
            end(tx, effects),
            rooms.sends().cancelFor(tx, effects.cancels()),
            rooms.decisions().record(tx, effects.leftOut())));
  }

  /** A trigger that waits is written after the end that takes away what waited before it. */
  private Future<Void> end(Tx tx, Effects effects) {
    var ended = rooms.enrolments().ended(tx, effects.ended());
    return effects.queued().isEmpty()
        ? ended
        : ended.compose(done -> rooms.enrolments().queue(tx, effects.queued()));
  }
}
