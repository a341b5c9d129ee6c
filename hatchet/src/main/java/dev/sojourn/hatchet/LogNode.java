package dev.sojourn.hatchet;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a durable task's log.
 *
 * @param node place within its branch, from 1
 * @param branch 1 unless the task was branched
 * @param kind {@code RUN}, {@code WAIT_FOR} or {@code MEMO}
 * @param satisfied whether its result is there
 * @param label what a wait was called; null for none
 */
public record LogNode(
    long node, long branch, String kind, boolean satisfied, @Nullable String label) {}
