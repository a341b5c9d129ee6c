package dev.sojourn.dsl;

/**
 * How a wait for the end of a journey ended; true in a condition if the contact left the journey.
 *
 * @param timedOut whether the contact was still in the journey when the time was over
 * @param status {@code completed}, {@code exited}, {@code failed}, {@code active} when timed out,
 *     {@code held_out} or {@code not_entered}
 */
public record EndResult(boolean timedOut, String status) {
  public boolean isTimedOut() {
    return timedOut;
  }

  public String getStatus() {
    return status;
  }

  /** Whether the contact was in the journey and left it. */
  public boolean asBoolean() {
    return switch (status) {
      case "completed", "exited", "failed" -> true;
      default -> false;
    };
  }
}
