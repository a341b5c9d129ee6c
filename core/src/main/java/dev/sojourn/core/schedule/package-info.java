/** When to try again. */
@NullMarked
package dev.sojourn.core.schedule;

import org.jspecify.annotations.NullMarked;
