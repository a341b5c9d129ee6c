/**
 * How often something may be asked for: pure counting, for whoever keeps the counts where it wants.
 */
@NullMarked
package dev.sojourn.core.limit;

import org.jspecify.annotations.NullMarked;
