/** Typed settings, read from the environment once, together. */
@NullMarked
package dev.sojourn.runtime.config;

import org.jspecify.annotations.NullMarked;
