/** Whether a contact may enter a journey. */
@NullMarked
package dev.sojourn.core.admission;

import org.jspecify.annotations.NullMarked;
