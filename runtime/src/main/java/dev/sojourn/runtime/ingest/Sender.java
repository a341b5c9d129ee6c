package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.event.Source;
import org.jspecify.annotations.Nullable;

/**
 * Who sends an event.
 *
 * @param source what is stamped on it
 * @param mayUseReserved whether its name may begin like one of the service's own
 * @param idempotencyKey the key of the request's header, which wins over the body's; or null
 */
public record Sender(
    int tenant, Source source, boolean mayUseReserved, @Nullable String idempotencyKey) {}
