package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Lane;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vacuums the hot table while it churns, since the server's own rounds come too seldom for it. One
 * process at a time; never when idle.
 */
final class Vacuum {
  static final long DEAD_ROWS = 200_000;
  static final Duration APART = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Vacuum.class);
  private final EngineRoom room;
  private long dead;
  private long lastEnd = System.nanoTime();
  private boolean running;

  Vacuum(EngineRoom room) {
    this.room = room;
  }

  /** So many row versions died whose index entries stay behind. */
  void died(int rows) {
    dead += rows;
    if (dead >= DEAD_ROWS && !running && System.nanoTime() - lastEnd >= APART.toNanos()) {
      dead = 0;
      running = true;
      room.whenDone(room.database().lane().compose(this::round), done -> ended(done.cause()));
    }
  }

  /** The lock belongs to the lane's session and goes with it. */
  private Future<Void> round(Lane lane) {
    return lane.run(RunStore.TRY_VACUUM)
        .compose(rows -> isTrue(rows) ? vacuum(lane) : Future.succeededFuture())
        .eventually(lane::close);
  }

  private Future<Void> vacuum(Lane lane) {
    room.counts().add(EngineCount.VACUUMS, 1);
    return lane.run(RunStore.TAKE_TIME).compose(patient -> lane.run(RunStore.VACUUM)).mapEmpty();
  }

  private void ended(@Nullable Throwable why) {
    running = false;
    lastEnd = System.nanoTime();
    if (why != null) {
      log.warn("table 'runs' was not vacuumed: {}", why.getMessage());
    }
  }

  private static boolean isTrue(RowSet<Row> rows) {
    return rows.iterator().next().getBoolean(0);
  }
}
