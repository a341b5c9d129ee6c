package dev.sojourn.runtime.enrolment;

/** A question where a contact stands in a journey that an event should have started. */
public record Start(long contactId, String journeyId, long eventId) {}
