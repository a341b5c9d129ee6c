/** The append-only log of facts, reads over it, and the one way to put a fact in. */
@NullMarked
package dev.sojourn.runtime.event;

import org.jspecify.annotations.NullMarked;
