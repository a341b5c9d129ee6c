package dev.sojourn.runtime.operator;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;

/** How a link to set a password anew reaches an operator. */
@FunctionalInterface
public interface ResetMail {
  /**
   * Queues the mail as part of a transaction.
   *
   * @param to the operator's address
   * @param token what the link in it has to carry; a secret
   */
  Future<?> queue(Tx tx, String to, String token);
}
