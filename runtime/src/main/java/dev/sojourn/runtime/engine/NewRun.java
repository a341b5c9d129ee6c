package dev.sojourn.runtime.engine;

/**
 * A run to start, due at once.
 *
 * @param id its id
 * @param tenant its tenant
 * @param subject the contact whose lock guards it
 * @param taskName whose run it is
 * @param key tells live runs of one subject and task apart; empty for none
 * @param version the script version it is pinned to
 * @param eventId the event that started it
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
    int level) {}
