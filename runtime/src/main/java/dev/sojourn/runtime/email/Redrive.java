package dev.sojourn.runtime.email;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;

/** Takes up work again that was given up. */
@FunctionalInterface
public interface Redrive {
  /** Takes it up if and only if the transaction commits; false if it is not failed any more. */
  Future<Boolean> again(Tx tx, long sourceId);
}
