package dev.sojourn.runtime.email;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.List;

/** Is told when sends have come to their end. */
@FunctionalInterface
public interface SendFollower {
  /**
   * Takes up the runs that wait for these sends, in the transaction that records their outcome. The
   * locks of their contacts are held.
   */
  Future<Void> settled(Tx tx, List<Settled> sends);
}
