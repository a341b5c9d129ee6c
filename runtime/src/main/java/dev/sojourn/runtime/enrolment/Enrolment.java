package dev.sojourn.runtime.enrolment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One contact's passage through one journey, live or ended.
 *
 * @param eventId the event that enrolled
 * @param version the script version it runs on
 * @param key what tells it apart from others of the contact; empty for none
 */
public record Enrolment(
    long id,
    int tenant,
    long contactId,
    long eventId,
    String journeyId,
    int version,
    String key,
    Standing standing) {

  /** Whether it can still be ended. */
  public boolean isLive() {
    return standing.endedAt() == null;
  }

  /**
   * Where it stands.
   *
   * @param label the last label it reached; null while it has reached none
   * @param reason why it exited, failed or is blocked, or null
   * @param blocked whether no worker takes it up until somebody unblocks it
   * @param dueAt when it goes on by itself; null for not at all
   * @param updatedAt when it last moved
   * @param endedAt when it ended; null while it is live
   * @param hatchetRunId the run of Hatchet that has it; null if none has
   */
  public record Standing(
      EnrolmentStatus status,
      @Nullable String label,
      @Nullable String reason,
      boolean blocked,
      @Nullable Instant dueAt,
      Instant updatedAt,
      @Nullable Instant endedAt,
      @Nullable String hatchetRunId) {
    /** One that no run of Hatchet has. */
    public Standing(
        EnrolmentStatus status,
        @Nullable String label,
        @Nullable String reason,
        boolean blocked,
        @Nullable Instant dueAt,
        Instant updatedAt,
        @Nullable Instant endedAt) {
      this(status, label, reason, blocked, dueAt, updatedAt, endedAt, null);
    }
  }
}
