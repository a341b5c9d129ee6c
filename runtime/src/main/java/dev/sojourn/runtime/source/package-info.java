/**
 * Webhooks in: proved by the bytes that came, held against what their source expects, made an event
 * by its file, and taken in like any other.
 *
 * <p>Sources are files of the bundle and, where an operator has none of that name, those that are
 * built in. {@link dev.sojourn.runtime.source.Sources} is the only door, safe for all threads.
 */
@NullMarked
package dev.sojourn.runtime.source;

import org.jspecify.annotations.NullMarked;
