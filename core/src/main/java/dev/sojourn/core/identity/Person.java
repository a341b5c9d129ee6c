package dev.sojourn.core.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored contact that a key of a call names.
 *
 * @param externalId the sender's own id of it, or null if nobody has identified it
 * @param byDevice whether nothing but an anonymous id names it, which several people may share
 */
public record Person(long id, @Nullable String externalId, Instant firstSeenAt, boolean byDevice) {}
