package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Journal;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.engine.Claimed;

/** A segment that passed the fence, with what it did. */
record Saved(Claimed run, SegmentWork work) {
  JourneyDefinition definition() {
    return work.definition();
  }

  Journal journal() {
    return work.journal();
  }

  /** Whether the segment did anything but park again. */
  boolean isNews() {
    return !work.journal().pending().isEmpty();
  }
}
