/**
 * Asking programs of others over HTTP, at addresses that an operator or an author names: no
 * redirect is followed, and where a reach is given, the connection goes to an address that was
 * checked against it, and to no other.
 *
 * <p>{@link dev.sojourn.runtime.outside.OutsideHttp} is the front door, safe for all threads.
 */
@NullMarked
package dev.sojourn.runtime.outside;

import org.jspecify.annotations.NullMarked;
