/** Runs tasks durably: start, claim, fence, wake, cancel. Knows no mail, no contact, no HTTP. */
@NullMarked
package dev.sojourn.runtime.engine;

import org.jspecify.annotations.NullMarked;
