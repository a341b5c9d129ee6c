package dev.sojourn.runtime.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event to append.
 *
 * @param id larger than that of every stored event of the contact
 * @param name the interned name
 * @param json its properties as sent, or null for none
 */
public record NewRow(
    long id,
    int tenant,
    long contactId,
    int name,
    Source source,
    Instant occurredAt,
    @Nullable String json) {}
