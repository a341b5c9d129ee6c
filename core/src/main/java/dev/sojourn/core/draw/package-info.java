/**
 * Deals people out to groups, always the same way. Pure: text in, a number out, no state and no
 * randomness.
 */
@NullMarked
package dev.sojourn.core.draw;

import org.jspecify.annotations.NullMarked;
