package dev.sojourn.runtime.enrolment;

import dev.sojourn.runtime.engine.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An enrolment that ends now.
 *
 * @param run the run that it was
 * @param label the last label it reached, or null
 * @param reason why it exited or failed, or null
 * @param cause the properties of the event that ended it or, if none did, enrolled, as JSON; they
 *     tell how long a chain of ends led here
 * @param digested what its digests had of its trigger's events, if it completed and had one
 */
public record Ended(
    Run run,
    EnrolmentStatus status,
    @Nullable String label,
    @Nullable String reason,
    Instant at,
    @Nullable String cause,
    @Nullable Digested digested) {
  /** One that gathered none of its trigger's events. */
  public Ended(
      Run run,
      EnrolmentStatus status,
      @Nullable String label,
      @Nullable String reason,
      Instant at,
      @Nullable String cause) {
    this(run, status, label, reason, at, cause, null);
  }

  /** The event that begins the next one if the guards let it, or null. */
  @Nullable Long straggler() {
    return digested == null ? null : digested.straggler();
  }

  /** The journey. */
  public String journeyId() {
    return JourneyTask.journeyOf(run.taskName());
  }
}
