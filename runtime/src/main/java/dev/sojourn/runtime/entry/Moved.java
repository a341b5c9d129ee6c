package dev.sojourn.runtime.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contact, locked by the caller, whose properties change.
 *
 * @param eventId the event that this goes back to
 * @param changed the new values of the properties that really change; a null value deletes one
 */
public record Moved(
    int tenant, long contactId, long eventId, Map<String, @Nullable Object> changed) {}
