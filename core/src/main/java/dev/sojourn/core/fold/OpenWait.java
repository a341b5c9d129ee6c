package dev.sojourn.core.fold;

import dev.sojourn.dsl.definition.Condition;
import java.time.Instant;
import java.util.List;

/**
 * An event that a run waits for.
 *
 * @param events its name, or the names of which any will do
 * @param where conditions on its scalar properties
 * @param sameKey whether it must yield the run's key
 * @param deadline an event received later does not count
 */
public record OpenWait(
    List<String> events, List<Condition> where, boolean sameKey, Instant deadline) {
  public OpenWait {
    events = List.copyOf(events);
    where = List.copyOf(where);
  }
}
