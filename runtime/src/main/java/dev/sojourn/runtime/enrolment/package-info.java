/**
 * Who entered, exited and why; the enrolment row and its states.
 *
 * <p>A live enrolment is its {@code runs} row: {@code active} while it is due or in work, {@code
 * waiting} while it is parked. The row of {@code enrolments} is written by the transaction that
 * ends the run, as {@code completed}, {@code exited} or {@code failed}, and never changes. {@link
 * dev.sojourn.runtime.enrolment.Enrolments} shows both as one.
 */
@NullMarked
package dev.sojourn.runtime.enrolment;

import org.jspecify.annotations.NullMarked;
