package dev.sojourn.runtime.tracking;

import dev.sojourn.core.tracking.Link;
import dev.sojourn.core.tracking.Visit;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A visit that waits to be written.
 *
 * @param id names it, however often it is written
 * @param link the link that was followed; null for the pixel
 */
record Seen(long id, long sendId, @Nullable Link link, Instant at, Caller caller) {
  /** The visit as it is judged. */
  Visit visit(@Nullable Instant sentAt, boolean crowded) {
    var since = sentAt == null ? null : Duration.between(sentAt, at);
    return new Visit(caller.userAgent(), caller.purpose(), since, crowded);
  }

  /** Whether both, by following two links of one mail at once, show a machine. */
  boolean crowds(Seen other, Duration together) {
    return sendId == other.sendId
        && link != null
        && other.link != null
        && link.number() != other.link.number()
        && Duration.between(at, other.at).abs().compareTo(together) <= 0;
  }
}
