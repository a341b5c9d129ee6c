package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.Resumed;
import dev.sojourn.core.replay.Segment;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.event.StoredEvent;

/** A claimed run with what its next segment needs. */
sealed interface Loaded {
  /** The run as claimed. */
  Claimed run();

  /**
   * Everything is there.
   *
   * @param definition the script's definition as stored, whose labels the journal counts
   * @param trigger the event that enrolled the contact
   * @param journal the journal as stored
   * @param resumed what the reason to take the run up comes to
   */
  record Ready(
      Claimed run,
      Script script,
      JourneyDefinition definition,
      StoredEvent trigger,
      Journal journal,
      Resumed resumed,
      Segment segment)
      implements Loaded {}

  /** Something of ours is missing; the run must not be harmed for it. */
  record Missing(Claimed run, String reason) implements Loaded {}
}
