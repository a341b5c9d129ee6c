/**
 * The catalogue of definitions, the journal, and the task that advances runs and saves what they
 * did.
 *
 * <p>{@link dev.sojourn.runtime.journey.Journeys} is the front door. Scripts are replayed on
 * threads of their own, which may be given up; everything else runs on the engine's event loops.
 */
@NullMarked
package dev.sojourn.runtime.journey;

import org.jspecify.annotations.NullMarked;
