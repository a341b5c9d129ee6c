package dev.sojourn.runtime.enrolment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An enrolment that ends now: what its run's row held, and how it ended.
 *
 * @param taskName {@code journey:<id>}
 * @param version the script version it ran on
 * @param key what told it apart from others of the contact; empty for none
 * @param eventId the event that enrolled
 * @param status {@code completed}, {@code exited}, {@code failed} or {@code held_out}
 * @param label the last label it reached, or null
 * @param reason why it exited or failed, or null
 * @param cause the properties of the event that ended it or, if none did, enrolled, as JSON; they
 *     tell how long a chain of ends led here
 */
public record Ended(
    long id,
    int tenant,
    long contactId,
    String taskName,
    int version,
    String key,
    long eventId,
    String status,
    @Nullable String label,
    @Nullable String reason,
    Instant endedAt,
    @Nullable String cause) {
  /** The journey. */
  public String journeyId() {
    return taskName.substring(EnrolmentStore.TASK_PREFIX.length());
  }
}
