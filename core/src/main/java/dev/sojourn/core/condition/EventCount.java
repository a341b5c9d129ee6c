package dev.sojourn.core.condition;

import dev.sojourn.dsl.definition.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What is counted for a condition on events: those of a contact by name and age.
 *
 * @param eventName the exact name
 * @param within how long ago they may have happened, by their own time; null for any time
 */
public record EventCount(String eventName, @Nullable Duration within) {
  /** Longer ago than that is any time; farther back no database can look. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** What this condition counts. */
  public static EventCount of(Condition.Event condition) {
    return new EventCount(condition.eventName(), condition.within());
  }

  /** The earliest instant that counts, itself included; null for any. */
  public @Nullable Instant since(Instant now) {
    return within == null || within.compareTo(LONGEST) > 0 ? null : now.minus(within);
  }

  /** The count, given when all events of the name happened; one in the future counts. */
  public long among(Collection<Instant> occurred, Instant now) {
    var since = since(now);
    return occurred.stream().filter(at -> since == null || !at.isBefore(since)).count();
  }
}
