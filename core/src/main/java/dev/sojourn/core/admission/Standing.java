package dev.sojourn.core.admission;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a contact stands to a journey before the event.
 *
 * @param switchedOff whether an admin has disabled the journey
 * @param lastEntry when the contact last entered, whatever became of it; null for never
 * @param unsubscribed whether the contact wants no mail at all
 * @param liveKeys the keys of its live enrolments in this journey; the empty one without a key
 */
public record Standing(
    boolean switchedOff, @Nullable Instant lastEntry, boolean unsubscribed, Set<String> liveKeys) {}
