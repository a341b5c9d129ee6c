package dev.sojourn.runtime.enrolment;

/**
 * An event that enrols its contact when the live enrolment of the same journey and key has ended.
 *
 * @param key empty for a journey without one
 */
public record QueuedTrigger(
    int tenant, long contactId, String journeyId, String key, long eventId) {}
