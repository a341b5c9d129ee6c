/** What a journey compiles to: immutable records. */
@NullMarked
package dev.sojourn.dsl.definition;

import org.jspecify.annotations.NullMarked;
