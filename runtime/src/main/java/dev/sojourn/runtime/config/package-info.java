/**
 * Typed settings, read from the environment once, together; all that is wrong is told at once.
 *
 * <p>{@link dev.sojourn.runtime.config.AppConfig} is the front door: one record for each room's
 * settings. No other room reads the environment. Values, safe for all threads.
 */
@NullMarked
package dev.sojourn.runtime.config;

import org.jspecify.annotations.NullMarked;
