/**
 * Plays a journey on virtual time, in memory, over the same core that runs in production.
 *
 * <p>{@link dev.sojourn.testkit.JourneySpecification} is the base class of a journey's spec, {@link
 * dev.sojourn.testkit.JourneyTest} the same for a test in plain Java, {@link
 * dev.sojourn.testkit.RecordedJournals} the check against journals of earlier releases.
 */
@NullMarked
package dev.sojourn.testkit;

import org.jspecify.annotations.NullMarked;
