/**
 * Pages for people, over the same front doors as {@code http}. Written out on the server, so that
 * they work without script; everything that comes from outside is escaped, and a mail's HTML shows
 * in a frame that may run nothing. {@link dev.sojourn.runtime.studio.Studio} is the front door; it
 * is mounted once for each event loop.
 */
@NullMarked
package dev.sojourn.runtime.studio;

import org.jspecify.annotations.NullMarked;
