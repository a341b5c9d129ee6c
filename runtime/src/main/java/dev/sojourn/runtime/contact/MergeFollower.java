package dev.sojourn.runtime.contact;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;

/** A room with rows of contacts: they follow when two contacts become one. */
public interface MergeFollower {
  /**
   * Gives the survivor what belongs to the loser, in the transaction that merges them. The locks of
   * both are held, and their own rows still stand as they were.
   */
  Future<Void> merged(Tx tx, Merge merge);
}
