/** When things happen: days and times in a contact's zone, hours for mails, another try. */
@NullMarked
package dev.sojourn.core.schedule;

import org.jspecify.annotations.NullMarked;
