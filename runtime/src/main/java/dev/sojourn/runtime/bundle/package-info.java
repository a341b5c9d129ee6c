/**
 * The operator's files: watch, compile, validate, store by hash, publish the numbered active set.
 *
 * <p>A file that is wrong keeps what was in force for it and stops no other file. A version that is
 * stored stays for ever, so a live enrolment can always go on with the one it entered with. Which
 * versions take new work is the highest row of {@code active_sets}: one process publishes it under
 * a lock, all others follow it. {@link dev.sojourn.runtime.bundle.Bundle} is the only door, safe
 * for all threads; files are read and scripts compiled on a worker pool of its own.
 */
@NullMarked
package dev.sojourn.runtime.bundle;

import org.jspecify.annotations.NullMarked;
