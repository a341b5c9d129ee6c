package dev.sojourn.core.fold;

import dev.sojourn.dsl.definition.Condition;
import java.time.Instant;
import java.util.List;

/**
 * An event that a run waits for.
 *
 * @param event its name
 * @param where conditions on its scalar properties
 * @param sameKey whether it must yield the run's key
 * @param deadline an event received later does not count
 */
public record OpenWait(String event, List<Condition> where, boolean sameKey, Instant deadline) {
  public OpenWait {
    where = List.copyOf(where);
  }
}
