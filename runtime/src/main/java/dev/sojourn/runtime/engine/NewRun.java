package dev.sojourn.runtime.engine;

/**
 * A run to start, due at once.
 *
 * @param level the least level a worker must have to understand it
 */
public record NewRun(
    long id,
    int tenant,
    long subject,
    String taskName,
    String key,
    int version,
    long eventId,
    int level)
    implements Run {}
