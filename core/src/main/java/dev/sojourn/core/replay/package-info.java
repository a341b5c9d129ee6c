/** From a journal to the next request: passes, entries, their codec, and the identity of steps. */
@NullMarked
package dev.sojourn.core.replay;

import org.jspecify.annotations.NullMarked;
