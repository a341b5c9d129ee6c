package dev.sojourn.hatchet;

import java.time.Duration;

/**
 * A key that only one run may hold at a time.
 *
 * <p>Keys belong to the tenant, not to the workflow: begin the expression with the workflow's name.
 * An expression that fails drops the run without a word: guard optional fields with {@code has(…)}.
 *
 * @param expression CEL over {@code input} and {@code additional_metadata} that yields the key
 * @param ttl how long a key is held
 * @param untilEnd whether the run's end frees the key before that
 */
public record Idempotency(String expression, Duration ttl, boolean untilEnd) {}
