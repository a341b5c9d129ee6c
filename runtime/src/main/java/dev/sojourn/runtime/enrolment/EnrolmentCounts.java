package dev.sojourn.runtime.enrolment;

import java.util.Map;

/** How many enrolments of one journey stand where, by status; a status without any is missing. */
public record EnrolmentCounts(Map<EnrolmentStatus, Long> byStatus) {
  /** No enrolment at all. */
  public static final EnrolmentCounts NONE = new EnrolmentCounts(Map.of());

  public EnrolmentCounts {
    byStatus = Map.copyOf(byStatus);
  }

  /** How many have this status. */
  public long of(EnrolmentStatus status) {
    return byStatus.getOrDefault(status, 0L);
  }
}
