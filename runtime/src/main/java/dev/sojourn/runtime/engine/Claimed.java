package dev.sojourn.runtime.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that this process holds under a lease.
 *
 * @param epoch the fence: a commit passes only while the stored epoch is this one
 * @param cause what woke it, as the waker said; null for time or a fresh start
 * @param now the instant of the claim on the database's clock
 * @param generation the journal generation it is in, from 0
 * @param segment the number of the segment to come, from 0
 * @param attempts claims since the last commit, this one included
 */
public record Claimed(
    long id,
    int tenant,
    long subject,
    String taskName,
    String key,
    int version,
    long eventId,
    int epoch,
    @Nullable Long cause,
    Instant now,
    int generation,
    int segment,
    int attempts)
    implements Run {}
