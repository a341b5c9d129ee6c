package dev.sojourn.runtime.enrolment;

/** A question for what a contact did in a journey. */
public record Visits(long contactId, String journeyId) {}
