package dev.sojourn.runtime.email;

import dev.sojourn.core.report.Reported;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A send as people look at it.
 *
 * @param task the name of the run's task, {@code journey:<id>}, or null
 * @param attempts how often the provider was called
 * @param dueAt when it is due to go out or to be tried again; null at its end
 * @param to the address it was admitted for, or null
 * @param providerId the provider's own id, or null
 * @param reported what the provider said since
 * @param attention what its reader did since
 */
public record SendView(
    long id,
    @Nullable Long contactId,
    @Nullable Long runId,
    @Nullable String task,
    String template,
    String category,
    SendStatus status,
    @Nullable String reason,
    @Nullable String error,
    int attempts,
    @Nullable Instant dueAt,
    @Nullable Instant admittedAt,
    @Nullable Instant sentAt,
    @Nullable String to,
    @Nullable String provider,
    @Nullable String providerId,
    Reported reported,
    Attention attention,
    Written written) {}
