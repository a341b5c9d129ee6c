package dev.sojourn.runtime.outside;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.provider.AnswerView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's program answered.
 *
 * @param retryAfter what it asked for, if anything
 * @param body as much of it as was to be taken
 */
public record Answer(int status, Optional<Duration> retryAfter, String body) implements AnswerView {
  /** The body as a JSON object; empty if it is none. */
  public Map<?, ?> json() {
    try {
      return Json.read(body) instanceof Map<?, ?> map ? map : Map.of();
    } catch (IllegalArgumentException garbage) {
      return Map.of();
    }
  }

  /** A text in that object, or null. */
  public @Nullable String text(String name) {
    return json().get(name) instanceof String text && !text.isBlank() ? text : null;
  }

  /** A number in that object, or nothing. */
  public Optional<Long> number(String name) {
    return json().get(name) instanceof Number number
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  /** Whether it is one of success. */
  public boolean isGood() {
    return status >= 200 && status < 300;
  }

  /** Whether the program has too much to do. */
  public boolean isThrottled() {
    return status == 429;
  }

  /** Whether the program is at fault, not what it was asked. */
  public boolean isOutage() {
    return status >= 500;
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public String getText() {
    return body;
  }

  @Override
  public Map<String, @Nullable Object> getJson() {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    json().forEach((name, value) -> fields.put(String.valueOf(name), value));
    return fields;
  }
}
