/**
 * The words of files in {@code providers/} and {@code destinations/}, by which an operator says how
 * a mail service, or a program that is told what happens, is asked over HTTP and what its answers
 * mean.
 */
@NullMarked
package dev.sojourn.dsl.provider;

import org.jspecify.annotations.NullMarked;
