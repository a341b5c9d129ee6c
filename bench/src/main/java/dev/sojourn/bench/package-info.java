/**
 * Benches: each asks one question, prints one line, and measures the machine's own limit in the
 * same run.
 */
@NullMarked
package dev.sojourn.bench;

import org.jspecify.annotations.NullMarked;
