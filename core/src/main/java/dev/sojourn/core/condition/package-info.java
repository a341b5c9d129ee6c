/** Whether properties and what is known of a contact fulfil conditions; conditions as Groovy. */
@NullMarked
package dev.sojourn.core.condition;

import org.jspecify.annotations.NullMarked;
