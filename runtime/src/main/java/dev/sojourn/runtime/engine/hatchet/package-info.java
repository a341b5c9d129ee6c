/**
 * The engine on a team's own Hatchet: it says when runs are taken up, while rows, segments and
 * commits stay with the local engine.
 *
 * <p>A run is started in Hatchet by a parcel of the outbox. The Hatchet run that comes first
 * <em>adopts</em> it by compare-and-set; every other one ends as skipped. An {@code Invocation} has
 * the run while Hatchet has given it to this process: it takes it up when its time has come, keeps
 * it in memory through short rests, and turns longer ones into waits of Hatchet, each of which is
 * written into the run's row first, so that the next invocation asks for the same.
 *
 * <p>What an invocation decides is in {@code Plan}; its state lives on one context, home.
 */
@NullMarked
package dev.sojourn.runtime.engine.hatchet;

import org.jspecify.annotations.NullMarked;
