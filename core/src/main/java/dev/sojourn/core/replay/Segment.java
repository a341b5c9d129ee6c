package dev.sojourn.core.replay;

import dev.sojourn.dsl.ContactView;
import dev.sojourn.dsl.EventView;
import java.time.Instant;

/**
 * What is known when a segment of a run begins; the same for all its passes.
 *
 * @param now the instant of the segment
 * @param seed the start of its random draws
 * @param contact the contact as stored now
 * @param trigger the event that enrolled the contact, the same in every segment
 * @param run the public id of the run; the keys that {@code once} hands out begin with it
 * @param key what tells the run from others of its contact and journey; empty for none
 */
public record Segment(
    Instant now, long seed, ContactView contact, EventView trigger, String run, String key) {}
