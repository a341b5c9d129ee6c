package dev.sojourn.runtime.contact;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;

/** A room with rows of contacts: it forgets what they say of a person who is erased. */
public interface ErasureFollower {
  /** Ends and forgets, in the transaction that erases. The contact's lock is held. */
  Future<Void> erased(Tx tx, Erasure erasure);
}
