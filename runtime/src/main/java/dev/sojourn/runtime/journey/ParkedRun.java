package dev.sojourn.runtime.journey;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.event.StoredEvent;
import java.util.List;

/**
 * A live run as stored.
 *
 * @param version the number of the script version it is on
 * @param segments the committed segments of its present generation, in order
 */
record ParkedRun(
    long id,
    String journeyId,
    int version,
    int generation,
    String key,
    Contact contact,
    StoredEvent trigger,
    List<Segment> segments) {
  /** A committed segment. */
  record Segment(int format, String entries) {}
}
