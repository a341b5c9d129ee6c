package dev.sojourn.runtime.ingest;

/**
 * Whether a lane expects events under keys that are stored already. Asking for them makes each
 * event dearer, while a key that is met unasked makes its whole batch run again, so the lane asks
 * for a while after it has met one. Belongs to the lane's context.
 */
final class Repeats {
  private static final int BATCHES = 200;

  private int expectedFor = BATCHES;

  /** Whether the next batch must ask. */
  boolean isExpected() {
    return expectedFor > 0;
  }

  /** One more batch is stored. */
  void passed() {
    expectedFor = Math.max(0, expectedFor - 1);
  }

  /** A batch met a stored key. */
  void met() {
    expectedFor = BATCHES;
  }
}
