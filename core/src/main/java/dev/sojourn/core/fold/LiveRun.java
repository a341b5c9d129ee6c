package dev.sojourn.core.fold;

import dev.sojourn.dsl.definition.JourneyDefinition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A live enrolment.
 *
 * @param id the run; negative while it stands only in the answer of a fold, see {@link Fold}
 * @param key its key; empty for a journey without one
 * @param pinned the definition it entered with
 * @param enteredAt when
 * @param openWait the event it waits for, or null
 */
public record LiveRun(
    long id, String key, JourneyDefinition pinned, Instant enteredAt, @Nullable OpenWait openWait) {
  /** The same run, no longer waiting. */
  public LiveRun awake() {
    return new LiveRun(id, key, pinned, enteredAt, null);
  }

  /** Whether an event yields this run's key. */
  boolean hasKeyOf(Fact event) {
    var path = pinned.entry().key();
    return path == null || key.equals(event.paths().get(path));
  }
}
