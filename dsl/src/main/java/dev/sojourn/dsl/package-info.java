/**
 * The words a journey author may use.
 *
 * <p>Each word is a method of a plain interface; its first sentence is what editors, errors and the
 * manual show. {@link dev.sojourn.dsl.JourneyScope} holds the words of the top half of a script
 * ("when"), {@link dev.sojourn.dsl.RunScope} those of the bottom half ("what").
 */
@NullMarked
package dev.sojourn.dsl;

import org.jspecify.annotations.NullMarked;
