/**
 * The words of a file in {@code providers/}, by which an operator says how a mail service is asked
 * over HTTP and what its answers mean.
 */
@NullMarked
package dev.sojourn.dsl.provider;

import org.jspecify.annotations.NullMarked;
