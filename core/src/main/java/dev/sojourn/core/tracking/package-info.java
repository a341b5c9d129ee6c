/**
 * The links and the pixel of a mail, and who it is that follows them.
 *
 * <p>A link carries what it leads to, signed: nothing is stored before somebody follows it, and it
 * leads on without a database.
 */
@NullMarked
package dev.sojourn.core.tracking;

import org.jspecify.annotations.NullMarked;
