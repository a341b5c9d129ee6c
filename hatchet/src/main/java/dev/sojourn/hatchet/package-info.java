/**
 * A client of a Hatchet engine: settings and token, events, runs, definitions of workflows, crons.
 *
 * <p>{@link dev.sojourn.hatchet.HatchetClient} is the front door; {@code
 * dev.sojourn.hatchet.worker} stands on it and runs tasks. Every call that goes to the engine
 * answers with a {@code CompletionStage}; a failed one carries a {@link
 * dev.sojourn.hatchet.HatchetException}, whose message is one line that says what to do. JSON
 * crosses as {@link dev.sojourn.hatchet.Json}.
 *
 * <p>The wire is that of engine v0.104.7 and newer; older ones are refused at connect.
 */
@NullMarked
package dev.sojourn.hatchet;

import org.jspecify.annotations.NullMarked;
