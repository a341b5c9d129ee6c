package dev.sojourn.runtime.outbound;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this process is trying.
 *
 * @param epoch the fence: how it ends counts only while the stored epoch is this one
 * @param attempt which try it is, from 1
 * @param before the status that the try before it was answered with, or null
 * @param endpointAt when its endpoint was last changed
 */
record Claimed(
    long id,
    long endpointId,
    long messageId,
    int epoch,
    int attempt,
    @Nullable Integer before,
    String type,
    String body,
    Instant endpointAt) {}
