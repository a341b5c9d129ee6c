package dev.sojourn.core.limit;

/**
 * What is left of a rate.
 *
 * @param limit how many there are in a window
 * @param remaining how many more may follow now
 * @param retryAfterSeconds 0 if the asker may go on, else when asking again is worth it
 */
public record Left(int limit, int remaining, int retryAfterSeconds) {
  /** Whether the asker may go on. */
  public boolean mayGoOn() {
    return retryAfterSeconds == 0;
  }
}
