package dev.sojourn.core.condition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What conditions are asked of, looked up before; {@link Conditions#asked} says what is needed.
 *
 * @param properties the bag of properties
 * @param counts how many events there are of each name and age asked for
 * @param mails the latest mail from each template asked for; nothing where there is none
 */
public record Facts(
    Map<String, @Nullable Object> properties,
    Map<EventCount, Long> counts,
    Map<String, LatestMail> mails) {
  public Facts {
    counts = Map.copyOf(counts);
    mails = Map.copyOf(mails);
  }

  /** The facts of conditions that look at properties only. */
  public static Facts of(Map<String, @Nullable Object> properties) {
    return new Facts(properties, Map.of(), Map.of());
  }

  long count(EventCount asked) {
    var count = counts.get(asked);
    if (count == null) {
      throw new IllegalArgumentException(
          "the events '%s' were not counted%s, but a condition asks for them"
              .formatted(
                  asked.eventName(), asked.within() == null ? "" : " within " + asked.within()));
    }
    return count;
  }
}
