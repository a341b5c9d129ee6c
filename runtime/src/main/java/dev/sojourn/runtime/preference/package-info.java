/**
 * What we may send to whom.
 *
 * <p>{@link dev.sojourn.runtime.preference.Preferences} is the front door. It only reads, in the
 * transaction, and on the context, of whoever is about to send or to enrol.
 */
@NullMarked
package dev.sojourn.runtime.preference;

import org.jspecify.annotations.NullMarked;
