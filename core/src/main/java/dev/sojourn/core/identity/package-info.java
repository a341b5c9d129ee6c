/** Who somebody claims to be, and what proves it. Pure. */
@NullMarked
package dev.sojourn.core.identity;

import org.jspecify.annotations.NullMarked;
