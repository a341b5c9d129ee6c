/**
 * The append-only log of facts, reads over it, and the one way to put a fact in.
 *
 * <p>{@link dev.sojourn.runtime.event.Events} is the front door, safe for all threads; what takes a
 * {@code Tx} runs on that transaction's context. An event never changes once it is stored.
 */
@NullMarked
package dev.sojourn.runtime.event;

import org.jspecify.annotations.NullMarked;
