/**
 * Threads on which code of others runs, which need not end: journeys, and the files of sources,
 * providers and destinations.
 *
 * <p>{@link dev.sojourn.runtime.thread.TimedThreads} is the front door, safe for all threads.
 */
@NullMarked
package dev.sojourn.runtime.thread;

import org.jspecify.annotations.NullMarked;
