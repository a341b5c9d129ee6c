/** Why somebody was left out. */
@NullMarked
package dev.sojourn.runtime.decision;

import org.jspecify.annotations.NullMarked;
