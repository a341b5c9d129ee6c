package dev.sojourn.core.admission;

import dev.sojourn.dsl.definition.JourneyDefinition;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that knocks at the door of a journey.
 *
 * @param contact the text that names the contact best
 * @param journey the newest definition
 * @param event the event's name; the trigger's conditions are asked of the trigger's event alone
 * @param scalars the event's text, number, boolean and null properties
 * @param keys the keys that the event yields, by path; see {@link Keys}
 * @param at when the event was taken in
 */
public record Attempt(
    String contact,
    JourneyDefinition journey,
    String event,
    Map<String, @Nullable Object> scalars,
    Map<String, String> keys,
    Instant at) {}
