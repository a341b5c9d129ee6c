package dev.sojourn.runtime.engine;

/**
 * An event that was taken in, for tasks of others in an engine of theirs.
 *
 * @param subject whom it is about; the events of one are told in order
 * @param payload a JSON object
 */
public record Passed(int tenant, long subject, String name, String payload) {}
