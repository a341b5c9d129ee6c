/** Who somebody claims to be, what proves it, and which contacts are one person. Pure. */
@NullMarked
package dev.sojourn.core.identity;

import org.jspecify.annotations.NullMarked;
