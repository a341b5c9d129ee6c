package dev.sojourn.dsl;

/**
 * Whether one more mail keeps to a limit.
 *
 * @param allowed whether fewer mails than the limit were sent in the window
 * @param count how many were
 * @param remaining how many more the limit allows, 0 or more
 */
public record ThrottleResult(boolean allowed, int count, int remaining) {
  public boolean isAllowed() {
    return allowed;
  }

  public int getCount() {
    return count;
  }

  public int getRemaining() {
    return remaining;
  }
}
