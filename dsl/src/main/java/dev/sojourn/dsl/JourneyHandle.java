package dev.sojourn.dsl;

import groovy.transform.NamedParam;
import java.time.Duration;
import java.util.Map;

/** What became of starting another journey, and how to wait for its end. */
public interface JourneyHandle {
  /** Whether the contact entered by this start; one that was in the journey already did not. */
  boolean isEntered();

  /**
   * How the contact stood in the journey just after the start: {@code active}, {@code completed},
   * {@code exited}, {@code failed}, {@code held_out} or {@code not_entered}.
   */
  String getStatus();

  /**
   * Waits until the contact has left the journey, and says how; goes on at once when it has, or
   * never entered. One that was in the journey already is waited for, too.
   *
   * @param options {@code within}: how long from now, required; {@code label}: name of the wait
   */
  EndResult ended(
      @NamedParam(value = "within", type = Duration.class, required = true)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options);
}
