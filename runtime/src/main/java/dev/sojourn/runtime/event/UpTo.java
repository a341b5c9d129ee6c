package dev.sojourn.runtime.event;

import java.time.Instant;

/**
 * A question for the last event of a contact.
 *
 * @param runId whose question it is
 * @param until events received later do not count
 */
public record UpTo(long runId, long contactId, Instant until) {}
