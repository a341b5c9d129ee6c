package dev.sojourn.runtime.engine;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the engine runs: the owner of one kind of run. */
public interface Task {
  /** The name under which its runs are stored, such as {@code journey:welcome}. */
  String name();

  /**
   * The name of the event by which others may start it in an engine of their own; null for none.
   */
  default @Nullable String trigger() {
    return null;
  }

  /**
   * Carries runs as far as they go. Writes nothing. Never fails for a fault of one run: such a run
   * is answered as {@link Advance.Block} or ends failed.
   */
  Future<List<Advance>> advance(List<Claimed> runs);

  /**
   * Saves what these segments did, in the transaction that moved their runs: the fence has passed,
   * so every write is unconditional. May wake runs of the same transaction through the engine.
   *
   * @param survivors parked and finished runs; a blocked one keeps nothing, so it is not shown
   */
  Future<Void> save(Tx tx, List<Advance> survivors);
}
