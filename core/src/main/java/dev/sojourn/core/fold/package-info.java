/** One contact's events over its state: exits, then waits, then enrolments. */
@NullMarked
package dev.sojourn.core.fold;

import org.jspecify.annotations.NullMarked;
