package dev.sojourn.runtime.operator;

import java.time.Instant;

/**
 * An operator who is signed in.
 *
 * @param expiresAt when that is over, unless it is used before
 * @param renewed whether that was put off just now
 */
public record Session(
    long id, Operator operator, Instant createdAt, Instant expiresAt, boolean renewed) {}
