package dev.sojourn.runtime.database;

/**
 * How often something was waited for since the process began, and how long in all.
 *
 * @param count how many have ended, well or not
 * @param nanos how long those took, in nanoseconds
 */
public record Waited(long count, long nanos) {}
