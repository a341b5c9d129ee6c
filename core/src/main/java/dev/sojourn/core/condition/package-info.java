/** Whether properties fulfil conditions. */
@NullMarked
package dev.sojourn.core.condition;

import org.jspecify.annotations.NullMarked;
