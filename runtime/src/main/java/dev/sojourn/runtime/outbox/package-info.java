/**
 * Rows to hand on, written by others in their transactions, and the relay that hands them on, in
 * order for each contact, at least once.
 *
 * <p>{@link dev.sojourn.runtime.outbox.Outbox} is the front door, safe for all threads; the relay
 * runs on one Vert.x context.
 */
@NullMarked
package dev.sojourn.runtime.outbox;

import org.jspecify.annotations.NullMarked;
