/**
 * The words of a file in {@code sources/}, by which an operator says who may send webhooks, how
 * they prove it, and what event each of them is.
 */
@NullMarked
package dev.sojourn.dsl.source;

import org.jspecify.annotations.NullMarked;
