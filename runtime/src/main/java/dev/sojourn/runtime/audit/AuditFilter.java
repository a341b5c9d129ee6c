package dev.sojourn.runtime.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for; null where it does not matter.
 *
 * @param from the earliest time
 * @param until the time that they are all before
 * @param beforeId only those that a page did not reach, whose last had this id
 */
public record AuditFilter(
    @Nullable String actor,
    @Nullable String resource,
    @Nullable String action,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Long beforeId) {}
