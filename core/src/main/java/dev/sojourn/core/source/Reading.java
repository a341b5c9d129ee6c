package dev.sojourn.core.source;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.source.Expected;
import dev.sojourn.dsl.source.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a body is, held against what its source expects. */
public sealed interface Reading {
  /** It is as expected. */
  record Fit(Payload payload) implements Reading {}

  /**
   * It is not.
   *
   * @param details what is wrong, by path; the path of the body itself is empty
   */
  record Unfit(Map<String, String> details) implements Reading {}

  /** The reading of a body. */
  static Reading of(String body, List<Expected> expected) {
    @Nullable Object json;
    try {
      json = Json.read(body);
    } catch (IllegalArgumentException none) {
      return new Unfit(Map.of("", String.valueOf(none.getMessage())));
    }
    if (!(json instanceof Map<?, ?>) && !(json instanceof List<?>)) {
      return new Unfit(Map.of("", "is no JSON object or list"));
    }
    var payload = new Payload(json);
    var details = new LinkedHashMap<String, String>();
    for (var one : expected) {
      one.complaint(payload).ifPresent(what -> details.put(one.path(), what));
    }
    return details.isEmpty() ? new Fit(payload) : new Unfit(details);
  }
}
