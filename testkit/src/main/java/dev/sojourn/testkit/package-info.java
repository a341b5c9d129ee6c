/**
 * Plays a journey on virtual time, in memory, over the same core that runs in production.
 *
 * <p>{@link dev.sojourn.testkit.JourneySpecification} is the base class of a journey's spec.
 */
@NullMarked
package dev.sojourn.testkit;

import org.jspecify.annotations.NullMarked;
