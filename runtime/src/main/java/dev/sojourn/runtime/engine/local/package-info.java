/**
 * The engine on Postgres alone.
 *
 * <p>A run is <em>due</em> (a claim may take it), <em>held</em> (leased to a process),
 * <em>parked</em> (due later, or woken), or <em>blocked</em> (due never, with its reason). Claim,
 * wake, park and block each raise its epoch, and a segment commits only at the epoch it was claimed
 * with; so a segment that lost its run to anybody else leaves nothing.
 *
 * <p>The two halves: {@code LocalEngine} writes runs in the transactions of others, on any thread;
 * {@code Worker} takes runs up, has them advanced and commits them, at home on one event loop. Who
 * writes a live run holds its contact's lock, but for the statements of {@code ClaimStore}, which
 * step over locked rows and wait for nothing.
 */
@NullMarked
package dev.sojourn.runtime.engine.local;

import org.jspecify.annotations.NullMarked;
