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
 */
public record Ended(
    Run run,
    EnrolmentStatus status,
    @Nullable String label,
    @Nullable String reason,
    Instant at,
    @Nullable String cause) {
  /** The journey. */
  public String journeyId() {
    return JourneyTask.journeyOf(run.taskName());
  }
}
