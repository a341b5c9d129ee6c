package dev.sojourn.runtime.engine;

/** A run that a cancel took away, as its row was. */
public record EndedRun(
    long id, int tenant, long subject, String taskName, String key, int version, long eventId)
    implements Run {}
