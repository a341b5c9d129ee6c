package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.engine.local.GroupCommit.Group;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection that commits one group at a time, on an event loop of its own. */
final class CommitLane extends VerticleBase {
  private final Database database;
  private @Nullable Lane lane;

  CommitLane(Database database) {
    this.database = database;
  }

  @Override
  public Future<?> start() {
    return database.lane().onSuccess(opened -> lane = opened);
  }

  @Override
  public Future<?> stop() {
    if (lane != null) {
      lane.close();
    }
    return Future.succeededFuture();
  }

  /** Commits the group; may be called from any thread. */
  Future<Set<Long>> commit(Group group) {
    Promise<Set<Long>> answer = Promise.promise();
    context.runOnContext(ignored -> EngineRoom.attempt(() -> sent(group)).onComplete(answer));
    return answer.future();
  }

  private Future<Set<Long>> sent(Group group) {
    return lane == null
        ? Future.failedFuture(new IllegalStateException("the commit lane is not open"))
        : lane.transaction(tx -> GroupCommit.run(tx, group));
  }
}
