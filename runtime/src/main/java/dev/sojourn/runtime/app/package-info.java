/**
 * The process: its command line, what it holds until it ends, and the wiring of all rooms.
 *
 * <p>{@link dev.sojourn.runtime.app.App} is the front door; it wires through one small record per
 * group of rooms, and closes in reverse what it opened. The only room that blocks: {@code Main}
 * waits on the main thread, never on an event loop.
 */
@NullMarked
package dev.sojourn.runtime.app;

import org.jspecify.annotations.NullMarked;
