/**
 * What a send may do: suppression, preferences, hours, caps, the least time between two mails, and
 * where it goes in the test mode.
 */
@NullMarked
package dev.sojourn.core.verdict;

import org.jspecify.annotations.NullMarked;
