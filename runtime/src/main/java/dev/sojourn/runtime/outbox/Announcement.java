package dev.sojourn.runtime.outbox;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that endpoints of others may want to be told.
 *
 * @param contactId whom it is about, or null if nobody is known
 * @param type such as {@code email.sent}
 * @param dedupeKey what is announced again under it is told once; null for what may happen again
 * @param data plain JSON values, in the order in which they are told
 */
public record Announcement(
    int tenant,
    @Nullable Long contactId,
    String type,
    @Nullable String dedupeKey,
    Instant at,
    Map<String, ? extends @Nullable Object> data) {}
