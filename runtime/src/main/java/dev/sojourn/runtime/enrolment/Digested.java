package dev.sojourn.runtime.enrolment;

import org.jspecify.annotations.Nullable;

/**
 * What the digests of a completed run had of its trigger's events.
 *
 * @param upTo the id of the last event that they may hold
 * @param straggler the first event that came after it, or null; it begins the next enrolment if the
 *     guards let it
 */
public record Digested(long upTo, @Nullable Long straggler) {}
