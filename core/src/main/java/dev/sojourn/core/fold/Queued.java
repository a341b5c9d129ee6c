package dev.sojourn.core.fold;

import dev.sojourn.dsl.definition.JourneyDefinition;

/**
 * An event that lets the contact enter when its live enrolment of the same journey and key has
 * ended.
 *
 * @param journey the newest definition of the journey
 * @param key empty for a journey without one
 */
public record Queued(JourneyDefinition journey, String key, long eventId) {}
