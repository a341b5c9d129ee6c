/**
 * Contacts that wait for a date of theirs to enter a journey. Each is a run of the task {@code
 * enter:<journey>}, of script version 0 since it is no enrolment, due at its date. When that has
 * come the run ends, and its commit puts one event {@code start:<journey>}, by which the contact
 * enters like by any other.
 *
 * <p>Whoever changes properties of contacts calls {@link dev.sojourn.runtime.entry.Arming} in the
 * same transaction, which replaces the run of a contact whose date moves: a segment in flight that
 * has read the old date loses its fence. {@link dev.sojourn.runtime.entry.DateEntries} is what a
 * worker runs: the tasks, and the sweeps that find the contacts who had their date before the
 * journey came into force.
 */
@NullMarked
package dev.sojourn.runtime.entry;

import org.jspecify.annotations.NullMarked;
