/** One event in, once: the order of work and its transaction around the fold. */
@NullMarked
package dev.sojourn.runtime.ingest;

import org.jspecify.annotations.NullMarked;
