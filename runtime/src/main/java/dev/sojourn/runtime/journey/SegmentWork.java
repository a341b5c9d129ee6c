package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Effect;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.Request;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.event.StoredEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one segment did, to be saved when its run passed the fence.
 *
 * @param definition the definition that the run is pinned to, as stored
 * @param journal the journal with the segment pending; without pending entries nothing happened
 * @param effects what leaves with the commit
 * @param trigger the event that enrolled the contact
 * @param park what the run waits for now, or null when it ended
 * @param next the journal of the next generation when the run starts over, or null
 * @param end how the run ended, or null while it goes on
 */
record SegmentWork(
    JourneyDefinition definition,
    Journal journal,
    List<Effect> effects,
    StoredEvent trigger,
    Request.@Nullable Park park,
    @Nullable Journal next,
    @Nullable End end) {
  /**
   * How a run ended.
   *
   * @param reason why it exited or failed; null if nobody said
   */
  record End(EnrolmentStatus status, @Nullable String reason) {}
}
