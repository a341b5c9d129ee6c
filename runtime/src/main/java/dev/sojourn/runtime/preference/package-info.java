/**
 * What we may send to whom.
 *
 * <p>{@link dev.sojourn.runtime.preference.Preferences} reads, in the transaction, and on the
 * context, of whoever is about to send or to enrol. {@link dev.sojourn.runtime.preference.Choices}
 * writes down what people say, in a row of the contact and the address, under the contact's lock;
 * {@link dev.sojourn.runtime.preference.Suppressions} what providers and operators say of an
 * address, in a row of the address alone (contact 0), so that it outlives any contact.
 */
@NullMarked
package dev.sojourn.runtime.preference;

import org.jspecify.annotations.NullMarked;
