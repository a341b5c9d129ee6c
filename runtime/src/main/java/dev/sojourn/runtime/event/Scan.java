package dev.sojourn.runtime.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A search for stored events that a wait about to open may already have.
 *
 * @param runId whose wait it is
 * @param contactId whose events are searched
 * @param event their name
 * @param afterId events with a larger id count in any case
 * @param lookback older events that happened then or later count too; null for none
 */
public record Scan(
    long runId, long contactId, String event, long afterId, @Nullable Instant lookback) {
  /** The most events after the cursor that one search answers. */
  public static final int PAGE = 200;
}
