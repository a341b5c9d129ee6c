/** Stored versions of templates, and rendering them through core. */
@NullMarked
package dev.sojourn.runtime.template;

import org.jspecify.annotations.NullMarked;
