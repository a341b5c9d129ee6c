/**
 * Who is one person: what becomes of the contacts that the keys of one call name.
 *
 * <p>Records in, records out; a contact is merged only with what cannot be somebody else.
 */
@NullMarked
package dev.sojourn.core.identity;

import org.jspecify.annotations.NullMarked;
