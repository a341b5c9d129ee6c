/**
 * Runs tasks durably: start, claim, fence, wake, cancel. Knows no mail, no contact, no HTTP.
 *
 * <p>{@link dev.sojourn.runtime.engine.Engine} is the front door, {@link
 * dev.sojourn.runtime.engine.Task} what it runs. Safe for all threads; a task is called on the
 * engine's own event loops and must not block them.
 */
@NullMarked
package dev.sojourn.runtime.engine;

import org.jspecify.annotations.NullMarked;
