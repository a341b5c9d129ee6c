package dev.sojourn.dsl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the contact did in a journey before.
 *
 * @param completed whether it ever came to the end
 * @param lastCompletedAt when it did so last; null if never
 * @param entryCount how often it entered, a live enrolment counted
 */
public record JourneyHistory(boolean completed, @Nullable Instant lastCompletedAt, int entryCount) {
  public boolean isCompleted() {
    return completed;
  }

  public @Nullable Instant getLastCompletedAt() {
    return lastCompletedAt;
  }

  public int getEntryCount() {
    return entryCount;
  }
}
