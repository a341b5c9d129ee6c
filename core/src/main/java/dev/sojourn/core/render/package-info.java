/** From a template and its values to subject, HTML and text. */
@NullMarked
package dev.sojourn.core.render;

import org.jspecify.annotations.NullMarked;
