/**
 * Stored versions of templates, and rendering them through core.
 *
 * <p>{@link dev.sojourn.runtime.template.Templates} is the front door, safe for all threads.
 * Rendering is pure computing and happens on the calling thread.
 */
@NullMarked
package dev.sojourn.runtime.template;

import org.jspecify.annotations.NullMarked;
