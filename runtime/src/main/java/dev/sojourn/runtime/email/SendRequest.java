package dev.sojourn.runtime.email;

import dev.sojourn.core.replay.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for when a send was queued.
 *
 * @param subject instead of the template's, or null
 * @param to instead of the contact's address, or null
 * @param props the caller's values for the template
 * @param journeyName the journey as people call it, or empty
 * @param eventName the event that started the run, or empty
 * @param suppress the least time between two mails of the journey to one address; zero for none
 */
record SendRequest(
    @Nullable String subject,
    @Nullable String to,
    Map<String, @Nullable Object> props,
    String journeyName,
    String eventName,
    Duration suppress) {
  static final String SUPPRESS = "suppress";

  static SendRequest read(@Nullable String json) {
    if (json == null || !(Json.read(json) instanceof Map<?, ?> asked)) {
      return new SendRequest(null, null, Map.of(), "", "", Duration.ZERO);
    }
    var props = new LinkedHashMap<String, @Nullable Object>();
    if (asked.get("props") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> props.put(name.toString(), value));
    }
    var gap = text(asked, SUPPRESS);
    return new SendRequest(
        text(asked, "subject"),
        text(asked, "to"),
        props,
        Objects.requireNonNullElse(text(asked, "journeyName"), ""),
        Objects.requireNonNullElse(text(asked, "eventName"), ""),
        gap == null ? Duration.ZERO : Duration.parse(gap));
  }

  private static @Nullable String text(Map<?, ?> asked, String name) {
    var value = asked.get(name);
    return value == null ? null : value.toString();
  }
}
