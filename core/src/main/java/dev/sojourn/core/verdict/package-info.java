/** What a send may do: suppression, preferences, hours, and the least time between two mails. */
@NullMarked
package dev.sojourn.core.verdict;

import org.jspecify.annotations.NullMarked;
