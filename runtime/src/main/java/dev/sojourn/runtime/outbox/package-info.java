/** Rows to hand on, written by others in their transactions, and the relay that hands them on. */
@NullMarked
package dev.sojourn.runtime.outbox;

import org.jspecify.annotations.NullMarked;
