/**
 * Who entered, exited and why; the enrolment row and its states.
 *
 * <p>A live enrolment is its {@code runs} row: {@code active} while it is due or in work, {@code
 * waiting} while it is parked. The row of {@code enrolments} is written by the transaction that
 * ends the run, as {@code completed}, {@code exited} or {@code failed}, and never changes. {@link
 * dev.sojourn.runtime.enrolment.Enrolments} shows both as one. Whoever is held out has a row of the
 * latter alone.
 *
 * <p>A trigger that came while the journey was live and queues is a row of {@code queued_triggers},
 * which exists only as long as that enrolment lives. The transaction that ends it takes the row,
 * and begins the next enrolment.
 */
@NullMarked
package dev.sojourn.runtime.enrolment;

import org.jspecify.annotations.NullMarked;
