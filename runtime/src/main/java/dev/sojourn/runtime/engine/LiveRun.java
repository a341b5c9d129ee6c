package dev.sojourn.runtime.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A live run as its row stands.
 *
 * @param dueAt when it is taken up again; {@link Instant#MAX} for never by itself
 * @param awaits the event it waits for, or null
 */
public record LiveRun(
    long id,
    int tenant,
    long subject,
    String taskName,
    String key,
    int version,
    long eventId,
    Instant dueAt,
    Advance.@Nullable Wait awaits)
    implements Run {}
