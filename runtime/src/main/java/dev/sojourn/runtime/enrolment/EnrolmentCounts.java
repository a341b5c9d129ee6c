package dev.sojourn.runtime.enrolment;

import dev.sojourn.runtime.database.Search;
import java.util.Map;

/**
 * How many enrolments of one journey stand where, by status; a status without any is missing. A
 * number below {@link Search#COUNTED} is exact, that one means as many or more.
 */
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
