package dev.sojourn.core.fold;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as decisions see it.
 *
 * @param id grows with the order in which the events of one contact were taken in
 * @param name its name
 * @param occurredAt when it happened, as its sender says
 * @param receivedAt when we took it in
 * @param scalars its text, number, boolean and null properties
 * @param paths the values behind dotted paths that journeys use as keys; canonical text, see {@link
 *     dev.sojourn.core.admission.Keys}
 */
public record Fact(
    long id,
    String name,
    Instant occurredAt,
    Instant receivedAt,
    Map<String, @Nullable Object> scalars,
    Map<String, String> paths) {}
