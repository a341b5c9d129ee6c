package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.contact.Settlement;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Something that waits to be taken in, and its sender's answer. Belongs to its batcher's context.
 */
final class Waiting {
  /** Settlements of which another process spoilt each before it could be used. */
  private static final int ROUNDS = 20;

  private final Promise<Receipt> receipt;
  private NewEvent event;
  private boolean merged;
  private boolean conflict;
  private int rounds;

  Waiting(NewEvent event, Promise<Receipt> receipt) {
    this.event = event;
    this.receipt = receipt;
  }

  NewEvent event() {
    return event;
  }

  Future<Receipt> answer() {
    return receipt.future();
  }

  void answer(Future<Receipt> taken) {
    taken.map(one -> one.after(merged, conflict)).onComplete(receipt);
  }

  /** Whether it was settled so often that it may be the others of its batch that spoil it. */
  boolean isCrowded(int often) {
    return rounds % often == 0 && rounds > 0;
  }

  boolean isAnswered() {
    return receipt.future().isComplete();
  }

  void refuse(Throwable why) {
    receipt.fail(why);
  }

  /** It is settled whom it is about; false if that has been so too often. */
  boolean settled(Settlement settlement) {
    event = event.about(settlement.keys());
    merged |= settlement.merged();
    conflict |= settlement.conflict();
    return ++rounds <= ROUNDS;
  }
}
