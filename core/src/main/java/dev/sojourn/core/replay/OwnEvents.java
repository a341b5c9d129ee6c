package dev.sojourn.core.replay;

import dev.sojourn.dsl.definition.Trigger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What holds for the events that the service itself makes. */
public final class OwnEvents {
  /** The property that tells how many such events led to this one, each the cause of the next. */
  public static final String HOPS = "__hops";

  /** What the name of an event begins with that starts a journey, whose id follows. */
  public static final String START = Trigger.START;

  /** The property of such an event that tells which step of which run made it. */
  static final String STARTER = "__starter";

  /** Why an event did not happen: too long a chain of such events led to it. */
  public static final String TOO_MANY_HOPS = "too_many_hops";

  private static final String VALUE = "__value";
  private static final String CURRENCY = "__currency";
  private static final String RESERVED = "__";
  private static final int MOST_HOPS = 16;
  private static final Pattern NAME =
      Pattern.compile(
          "((email|journey|bucket|contact|campaign|webhook|sms)[.:]|" + START + ").*",
          Pattern.DOTALL);

  private OwnEvents() {}

  /** Whether events of this name are the service's alone to make. */
  public static boolean isOwn(String event) {
    return NAME.matcher(event).matches();
  }

  /** The hops of an event that one with these properties causes; empty above the most. */
  public static Optional<Integer> hopsAfter(Map<String, @Nullable Object> cause) {
    var hops = cause.get(HOPS) instanceof Integer number ? number + 1 : 1;
    return hops > MOST_HOPS ? Optional.empty() : Optional.of(hops);
  }

  /** The journey that an event of this name starts, whatever its trigger; empty for any other. */
  public static Optional<String> started(String event) {
    return event.startsWith(START) ? Optional.of(event.substring(START.length())) : Optional.empty();
  }

  /**
   * The properties of an event that tells of the end of an enrolment; empty when too long a chain
   * of such events led to it.
   *
   * @param stateId the enrolment's public id
   * @param cause the properties of the event that caused the end or began the enrolment
   */
  public static Optional<Map<String, @Nullable Object>> ended(
      String journeyId, String stateId, Map<String, @Nullable Object> cause) {
    return hopsAfter(cause)
        .map(
            hops -> {
              var properties = new LinkedHashMap<String, @Nullable Object>();
              properties.put("journeyId", journeyId);
              properties.put("stateId", stateId);
              properties.put(HOPS, hops);
              return properties;
            });
  }

  /**
   * The properties of an event that a run triggers; what begins like one of the service's own is
   * left out of those that the script gives.
   *
   * @param hops as {@link #hopsAfter} counts them from the event that began the run
   */
  public static Map<String, @Nullable Object> properties(Effect.Trigger trigger, int hops) {
    var properties = new LinkedHashMap<String, @Nullable Object>();
    properties.put(HOPS, hops);
    if (trigger.event().startsWith(START)) {
      properties.put(STARTER, trigger.key());
    }
    if (trigger.value() != null) {
      properties.put(VALUE, trigger.value());
      if (trigger.currency() != null) {
        properties.put(CURRENCY, trigger.currency());
      }
    }
    trigger
        .properties()
        .forEach(
            (name, value) -> {
              if (!name.startsWith(RESERVED)) {
                properties.put(name, value);
              }
            });
    return properties;
  }
}
