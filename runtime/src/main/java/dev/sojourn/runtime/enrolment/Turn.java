package dev.sojourn.runtime.enrolment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trigger that waited, and does no longer.
 *
 * @param lastEvent the last event of the contact so far
 * @param lastEntry when the enrolment that ended began, where the entry limit is still to be asked
 */
record Turn(QueuedTrigger trigger, long lastEvent, @Nullable Instant lastEntry) {
  /** One whose entry limit was asked when it came. */
  Turn(QueuedTrigger trigger, long lastEvent) {
    this(trigger, lastEvent, null);
  }

  /** Whether both would begin the same enrolment. */
  boolean isAt(Turn other) {
    QueuedTrigger its = other.trigger;
    return trigger.contactId() == its.contactId()
        && trigger.journeyId().equals(its.journeyId())
        && trigger.key().equals(its.key());
  }

  /** Whether its event is in a digest of the enrolment that ended. */
  boolean isGatheredBy(Ended ended) {
    return ended.digested() != null
        && trigger.contactId() == ended.run().subject()
        && trigger.journeyId().equals(ended.journeyId())
        && trigger.key().equals(ended.run().key())
        && trigger.eventId() <= ended.digested().upTo();
  }
}
