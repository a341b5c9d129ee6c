package dev.sojourn.core.fold;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the fold must know of one contact, read under its lock.
 *
 * @param contact the text that names the contact best
 * @param live its live enrolments, by entry
 * @param queued what waits for the end of those; at least where an event may end one
 * @param lastEntries for each journey that its events may trigger: when it last entered, live and
 *     ended enrolments alike, {@code held_out} and {@code failed} ones included
 * @param unsubscribed whether it wants no mail at all
 * @param switchedOff ids of journeys that an admin has disabled
 */
public record Subject(
    String contact,
    List<LiveRun> live,
    List<Queued> queued,
    Map<String, Instant> lastEntries,
    boolean unsubscribed,
    Set<String> switchedOff) {}
