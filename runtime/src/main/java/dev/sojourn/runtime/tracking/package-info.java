/**
 * Rewritten links, pixel, clicks and opens, and the events they become.
 *
 * <p>{@link dev.sojourn.runtime.tracking.Tracking} is the front door, safe for all threads. The
 * link in a mail says all there is to say, signed, so nothing is written when a mail is made, and
 * whoever follows it is led on at once, database or not. What happened is written afterwards, many
 * at a time: visits wait in memory for a second, so that a machine that follows all links of a mail
 * is seen as one, and longer while the database is away.
 *
 * <p>Invariants: one visit is one row, and the event of a visit one event, however often the write
 * is tried, since both are named by the visit's id; events leave through the outbox of the same
 * transaction. Sends are written under their row locks, and nobody is waited for: a send in other
 * hands comes with the next batch. First times stay, and the status only rises (core's {@code
 * SendRanks}). A process that dies takes with it the visits of the last second, and all those that
 * waited for the database.
 */
@NullMarked
package dev.sojourn.runtime.tracking;

import org.jspecify.annotations.NullMarked;
