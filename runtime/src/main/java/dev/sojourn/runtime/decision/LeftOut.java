package dev.sojourn.runtime.decision;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contact was left out of something.
 *
 * @param about {@code journey:<id>}, {@code wait:<journey>/<event>}, {@code
 *     trigger:<journey>/<event>} or {@code mail:<template>}
 * @param reason why, such as {@code already_active}
 * @param at when
 * @param compared the values that decided, by name
 */
public record LeftOut(
    int tenant,
    long contactId,
    String about,
    String reason,
    Instant at,
    Map<String, @Nullable Object> compared) {}
