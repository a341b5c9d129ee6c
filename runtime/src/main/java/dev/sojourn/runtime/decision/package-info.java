/**
 * Why somebody was left out: written by others in their transactions, read by people.
 *
 * <p>{@link dev.sojourn.runtime.decision.Decisions} is the front door, safe for all threads; what
 * takes a {@code Tx} runs on that transaction's context.
 */
@NullMarked
package dev.sojourn.runtime.decision;

import org.jspecify.annotations.NullMarked;
