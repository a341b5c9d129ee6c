package dev.sojourn.runtime.tracking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a send that somebody visits.
 *
 * @param journeyId the journey it belongs to, or null
 * @param sentAt when the provider took it, or null
 */
record TrackedSend(
    long id,
    int tenant,
    @Nullable Long contactId,
    String template,
    @Nullable String journeyId,
    @Nullable Instant sentAt) {}
