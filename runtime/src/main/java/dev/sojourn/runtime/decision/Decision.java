package dev.sojourn.runtime.decision;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a contact was left out of something, over one day.
 *
 * @param about {@code journey:<id>}, {@code wait:<journey>/<event>}, {@code
 *     trigger:<journey>/<event>} or {@code mail:<template>}
 * @param reason why, such as {@code already_active}
 * @param count how often
 * @param compared the values that decided last, by name
 */
public record Decision(
    String about,
    String reason,
    Instant firstAt,
    Instant lastAt,
    int count,
    Map<String, @Nullable Object> compared) {}
