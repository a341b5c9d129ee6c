package dev.sojourn.core.preference;

/** When an address that mails come back from is barred. */
public final class Bounces {
  private Bounces() {}

  /**
   * Whether an address is barred after so many permanent bounces.
   *
   * @param count the bounces there were, the one of now included
   * @param threshold from how many on, at least 1
   */
  public static boolean bar(int count, int threshold) {
    if (threshold < 1) {
      throw new IllegalArgumentException(
          "the threshold of bounces is at least 1, not " + threshold);
    }
    return count >= threshold;
  }
}
