/**
 * The commands for authors: {@code new}, {@code test}, {@code simulate}. They stand on the kit's
 * public words alone and need neither a service nor a database.
 */
@NullMarked
package dev.sojourn.testkit.cli;

import org.jspecify.annotations.NullMarked;
