package dev.sojourn.dsl;

import java.time.Instant;
import java.util.List;

/**
 * The events that a digest has gathered.
 *
 * @param events the events, oldest first
 * @param truncated whether there were more than the digest takes
 * @param flushedAt the end of the window
 */
public record DigestResult(List<PastEvent> events, boolean truncated, Instant flushedAt) {
  public List<PastEvent> getEvents() {
    return events;
  }

  /** How many events there are. */
  public int getCount() {
    return events.size();
  }

  public boolean isTruncated() {
    return truncated;
  }

  public Instant getFlushedAt() {
    return flushedAt;
  }
}
