package dev.sojourn.runtime.enrolment;

/**
 * The last ended enrolment of a contact in a journey.
 *
 * @param journey the number of the journey's task among the interned names
 * @param enrolmentId its id, which holds when it began
 */
public record LastEntry(long contactId, int journey, long enrolmentId) {}
