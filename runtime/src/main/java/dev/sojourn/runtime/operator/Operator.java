package dev.sojourn.runtime.operator;

import java.time.Instant;

/**
 * Somebody who may sign in.
 *
 * @param email in lower case
 * @param name what people call them
 */
public record Operator(long id, String email, String name, Instant createdAt) {}
