package dev.sojourn.core.fold;

import dev.sojourn.core.condition.Conditions;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.dsl.definition.JourneyDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The events of its trigger that came to a run after its last digest: they were refused while it
 * was live, and no digest has them. The first of them begins the next run.
 *
 * @param newest the newest definition of the journey
 * @param key the key of the run that completed
 * @param after the id of the last event that was gathered
 */
public record Stragglers(JourneyDefinition newest, String key, long after) {
  /** Those of a run that completed; empty if there can be none. */
  public static Optional<Stragglers> of(Journal journal, JourneyDefinition newest, String key) {
    OptionalLong gathered = journal.gathered();
    return gathered.isPresent()
        ? Optional.of(new Stragglers(newest, key, gathered.getAsLong()))
        : Optional.empty();
  }

  /** The name of the events to look at. */
  public String event() {
    return newest.entry().trigger().event();
  }

  /**
   * Whether an event is one of them.
   *
   * @param itsKey the key that the event yields; null for none
   */
  public boolean has(
      long id, String name, Map<String, @Nullable Object> scalars, @Nullable String itsKey) {
    var rightKey = newest.entry().key() == null ? key.isEmpty() : key.equals(itsKey);
    return id > after
        && name.equals(event())
        && rightKey
        && Conditions.hold(newest.entry().trigger().where(), scalars);
  }
}
