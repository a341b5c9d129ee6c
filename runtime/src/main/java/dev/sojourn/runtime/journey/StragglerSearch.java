package dev.sojourn.runtime.journey;

import dev.sojourn.core.fold.Stragglers;
import dev.sojourn.core.replay.Cause;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.event.Scan;
import dev.sojourn.runtime.event.StoredEvent;
import java.util.List;
import java.util.Optional;

/**
 * A completed run whose journey may have missed events since its last digest, and where among the
 * stored events they are looked for.
 */
record StragglerSearch(long runId, long contactId, Stragglers stragglers, long after) {
  /** The search for a segment, if it completed a run that gathered its trigger's events. */
  static Optional<StragglerSearch> of(Saved saved, ActiveSet active) {
    SegmentWork.End end = saved.work().end();
    ActiveJourney journey = active.journeys().get(saved.definition().id());
    if (end == null || end.status() != EnrolmentStatus.COMPLETED || journey == null) {
      return Optional.empty();
    }
    return Stragglers.of(saved.journal(), journey.definition(), saved.run().key())
        .map(
            found ->
                new StragglerSearch(saved.run().id(), saved.run().subject(), found, found.after()));
  }

  Scan scan() {
    return new Scan(runId, contactId, stragglers.event(), after, null);
  }

  /** The first of the events that is one. */
  Optional<StoredEvent> found(List<StoredEvent> page) {
    return page.stream().filter(this::has).findFirst();
  }

  private boolean has(StoredEvent event) {
    Cause.Arrived arrived = RunLoader.arrived(event, stragglers.newest());
    return stragglers.has(event.id(), event.name(), arrived.scalars(), arrived.key());
  }

  /** The search behind a page without any; empty if that was the last. */
  Optional<StragglerSearch> further(List<StoredEvent> page) {
    return page.size() < Scan.PAGE
        ? Optional.empty()
        : Optional.of(
            new StragglerSearch(runId, contactId, stragglers, page.get(page.size() - 1).id()));
  }
}
