/** Wiring, start, stop. */
@NullMarked
package dev.sojourn.runtime.app;

import org.jspecify.annotations.NullMarked;
