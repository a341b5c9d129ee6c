/** From source to a journey: compile, check, explain. */
@NullMarked
package dev.sojourn.dsl.compile;

import org.jspecify.annotations.NullMarked;
