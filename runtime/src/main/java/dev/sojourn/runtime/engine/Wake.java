package dev.sojourn.runtime.engine;

/**
 * A reason to take up a parked run.
 *
 * @param runId the run
 * @param cause what its task will be told: the id of an event or of a send
 */
public record Wake(long runId, long cause) {}
