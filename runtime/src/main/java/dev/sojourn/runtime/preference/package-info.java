/** What we may send to whom. */
@NullMarked
package dev.sojourn.runtime.preference;

import org.jspecify.annotations.NullMarked;
