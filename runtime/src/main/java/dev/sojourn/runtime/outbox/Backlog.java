package dev.sojourn.runtime.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an outbox has not handed on yet.
 *
 * @param parcels how many there are, as far as they are counted
 * @param oldest when the oldest of them was made; null if there is none
 */
public record Backlog(long parcels, @Nullable Instant oldest) {}
