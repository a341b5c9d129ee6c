package dev.sojourn.runtime.enrolment;

/**
 * A trigger that waited, and does no longer.
 *
 * @param lastEvent the last event of the contact so far
 */
record Turn(QueuedTrigger trigger, long lastEvent) {}
