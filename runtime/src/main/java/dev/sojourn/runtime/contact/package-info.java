/** Who someone is: identity keys, properties, the lock that guards a person. */
@NullMarked
package dev.sojourn.runtime.contact;

import org.jspecify.annotations.NullMarked;
