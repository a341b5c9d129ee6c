/**
 * The catalogue of definitions, the journal, and the task that advances runs and saves what they
 * did.
 */
@NullMarked
package dev.sojourn.runtime.journey;

import org.jspecify.annotations.NullMarked;
