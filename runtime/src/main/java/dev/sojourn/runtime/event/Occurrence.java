package dev.sojourn.runtime.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question about the past: had the contact an event of this name?
 *
 * @param since counts only events that happened then or later; null for all
 */
public record Occurrence(long contactId, String event, @Nullable Instant since) {}
