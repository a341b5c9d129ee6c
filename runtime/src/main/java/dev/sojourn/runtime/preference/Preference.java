package dev.sojourn.runtime.preference;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of what an address and its owner want.
 *
 * @param standing what holds for the next mail
 * @param bounceCount how often mails came back for good since it was last lifted
 * @param suppressedAt since when nothing may be sent to the address, or null
 * @param lastBounceAt when a mail last came back for good, or null
 */
public record Preference(
    String email,
    Standing standing,
    int bounceCount,
    @Nullable Instant suppressedAt,
    @Nullable Instant lastBounceAt) {}
