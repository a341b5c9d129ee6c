/** What a journey compiles to: immutable records without behaviour of their own. */
@NullMarked
package dev.sojourn.dsl.definition;

import org.jspecify.annotations.NullMarked;
