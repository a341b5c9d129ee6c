package dev.sojourn.runtime.enrolment;

import org.jspecify.annotations.Nullable;

/** Which enrolments to list; what is null does not matter. */
public record EnrolmentFilter(
    @Nullable String journeyId, @Nullable EnrolmentStatus status, @Nullable Long contactId) {
  /** All of one journey. */
  public static EnrolmentFilter ofJourney(String journeyId) {
    return new EnrolmentFilter(journeyId, null, null);
  }

  @Nullable String task() {
    return journeyId == null ? null : JourneyTask.nameOf(journeyId);
  }

  @Nullable String statusText() {
    return status == null ? null : status.wire();
  }
}
