/** Tables as comma-separated values (RFC 4180), read piece by piece and written line by line. */
@NullMarked
package dev.sojourn.core.csv;

import org.jspecify.annotations.NullMarked;
