/**
 * Who someone is: identity keys, properties, the lock that guards a person.
 *
 * <p>{@link dev.sojourn.runtime.contact.Contacts} is the front door, safe for all threads; what
 * takes a {@code Tx} runs on that transaction's context, after the locks of the contacts.
 */
@NullMarked
package dev.sojourn.runtime.contact;

import org.jspecify.annotations.NullMarked;
