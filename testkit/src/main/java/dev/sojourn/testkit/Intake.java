package dev.sojourn.testkit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the events that runs trigger. */
@FunctionalInterface
interface Intake {
  /** Takes an event of a contact in under its key; a repeat changes nothing. */
  void take(
      Person person, String key, String event, Map<String, ? extends @Nullable Object> properties);
}
