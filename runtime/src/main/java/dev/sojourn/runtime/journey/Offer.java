package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Resumed;
import dev.sojourn.runtime.engine.Wake;
import dev.sojourn.runtime.event.Scan;
import dev.sojourn.runtime.event.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A wait that opens, and the stored events it is still to be offered.
 *
 * @param saved the run that waits
 * @param events the names of the events of which the first one ends the wait
 * @param afterId the last event that was offered already
 * @param lookback how far back older events count too, or null
 */
record Offer(Saved saved, List<String> events, long afterId, @Nullable Instant lookback) {
  long runId() {
    return saved.run().id();
  }

  /** What to read, one page of each name. */
  Stream<Scan> scans() {
    return events.stream()
        .map(event -> new Scan(runId(), saved.run().subject(), event, afterId, lookback));
  }

  /** The first of these that ends the wait. */
  Optional<Wake> taken(List<StoredEvent> page) {
    OptionalLong most = end(page);
    return page.stream()
        .filter(event -> most.isEmpty() || event.id() <= most.getAsLong())
        .filter(this::isEndedBy)
        .findFirst()
        .map(event -> new Wake(runId(), event.id()));
  }

  /** What remains to be offered after a page that held nothing; empty if that was all. */
  Optional<Offer> further(List<StoredEvent> page) {
    OptionalLong most = end(page);
    return most.isEmpty()
        ? Optional.empty()
        : Optional.of(new Offer(saved, events, most.getAsLong(), null));
  }

  /** Up to where a page holds the events of every name; empty if there are no further ones. */
  private OptionalLong end(List<StoredEvent> page) {
    return events.stream()
        .map(event -> later(page, event))
        .filter(later -> later.size() >= Scan.PAGE)
        .mapToLong(later -> later.get(later.size() - 1))
        .min();
  }

  private List<Long> later(List<StoredEvent> page, String event) {
    return page.stream()
        .filter(one -> one.name().equals(event) && one.id() > afterId)
        .map(StoredEvent::id)
        .toList();
  }

  private boolean isEndedBy(StoredEvent event) {
    return saved.journal().resume(RunLoader.arrived(event, saved.definition()))
        instanceof Resumed.Ended;
  }
}
