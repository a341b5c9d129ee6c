package dev.sojourn.runtime.engine;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Another engine, which says when runs are taken up, while their rows, segments and commits stay
 * with this one. Called on any thread; what is written in a transaction counts if that commits.
 */
public interface Assigner {
  /** Nobody: every run is claimed where its row is. */
  Assigner NONE =
      new Assigner() {
        @Override
        public boolean takes(String taskName) {
          return false;
        }

        @Override
        public Future<Void> started(Tx tx, List<NewRun> runs) {
          return Future.succeededFuture();
        }

        @Override
        public Future<Void> woken(Tx tx, List<Parked> runs) {
          return Future.succeededFuture();
        }

        @Override
        public Future<Void> cancelled(Tx tx, List<Assigned> runs) {
          return Future.succeededFuture();
        }

        @Override
        public void stirred() {}

        @Override
        public void left(Claimed run, @Nullable Advance how) {}
      };

  /**
   * A run that waits in the other engine.
   *
   * @param park the number of the wait that is open there
   */
  record Parked(long runId, int park) {}

  /**
   * A run that the other engine has.
   *
   * @param by the id of its run there
   */
  record Assigned(long runId, UUID by) {}

  /** A run that it wants to be taken up, if its time has come. */
  record Wanted(long runId, UUID by) {}

  /** How a run stands for one who wants it taken up. */
  sealed interface Standing {
    /** It is in work now, and will leave. */
    record Taken(int epoch) implements Standing {}

    /** It has ended. */
    record Gone() implements Standing {}

    /** It belongs to another run of the other engine, or to none. */
    record Elsewhere() implements Standing {}

    /**
     * Nobody may take it up yet.
     *
     * @param dueAt when it is worth another look; {@link Instant#MAX} for not before it is woken
     * @param wakeable whether something else than time may wake it soon
     */
    record Resting(Instant dueAt, boolean wakeable) implements Standing {}
  }

  /** Whether new runs of this task are its own. */
  boolean takes(String taskName);

  /** Runs of its own were started in this transaction. */
  Future<Void> started(Tx tx, List<NewRun> runs);

  /** Runs that wait there were woken in this transaction. */
  Future<Void> woken(Tx tx, List<Parked> runs);

  /** Runs that it has were ended in this transaction. */
  Future<Void> cancelled(Tx tx, List<Assigned> runs);

  /** Some run that waits in memory may be due, in whatever process. */
  void stirred();

  /**
   * A run that it had taken up is in work no more.
   *
   * @param how what was committed; null if nothing was, so that its row says how it stands
   */
  void left(Claimed run, @Nullable Advance how);
}
