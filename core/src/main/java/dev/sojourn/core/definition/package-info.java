/** Definitions and their parts as JSON, as they are stored and shown. */
@NullMarked
package dev.sojourn.core.definition;

import org.jspecify.annotations.NullMarked;
