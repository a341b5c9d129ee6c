package dev.sojourn.runtime.enrolment;

import dev.sojourn.core.replay.Entry;
import dev.sojourn.core.replay.JournalCodec;
import dev.sojourn.dsl.definition.JourneyDefinition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An enrolment as read, beside the last segment of its journal while it is live.
 *
 * @param format the format of the segment
 * @param segment its text, or null if there is none
 */
record StoredEnrolment(Enrolment enrolment, int format, @Nullable String segment) {

  /** Whether the definition of its version is needed to say where it stands. */
  boolean needsDefinition() {
    return segment != null && JournalCodec.understands(format);
  }

  /** The enrolment with the label and the time that its journal says, if that can be read. */
  Enrolment placed(@Nullable JourneyDefinition definition) {
    if (segment == null || definition == null || !needsDefinition()) {
      return enrolment;
    }
    List<Entry> entries;
    try {
      entries = JournalCodec.decode(format, segment, definition.labels());
    } catch (IllegalArgumentException unreadable) {
      return enrolment;
    }
    String label = null;
    Instant moved = enrolment.standing().updatedAt();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Step step && !(entry instanceof Entry.Logged)) {
        label = step.label();
      }
      if (entry instanceof Entry.Opening opening) {
        moved = opening.startedAt();
      }
    }
    Enrolment.Standing before = enrolment.standing();
    return new Enrolment(
        enrolment.id(),
        enrolment.tenant(),
        enrolment.contactId(),
        enrolment.eventId(),
        enrolment.journeyId(),
        enrolment.version(),
        enrolment.key(),
        new Enrolment.Standing(
            before.status(),
            label,
            before.reason(),
            before.blocked(),
            before.dueAt(),
            moved,
            before.endedAt(),
            before.hatchetRunId()));
  }
}
