package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ended a wait.
 *
 * @param matches by name of the condition, for those that happened: payloads of events, or the
 *     sleep
 */
public record WaitResult(Map<String, List<Json>> matches) {
  public WaitResult {
    matches = Map.copyOf(matches);
  }

  /** Whether a condition happened. */
  public boolean has(String name) {
    return matches.containsKey(name);
  }

  /** Payload of the event that fulfilled a condition; empty if it did not happen. */
  public Optional<Json> payload(String name) {
    return matches.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Reads the engine's form: {@code {"CREATE": {name: [match, …]}}}. */
  static WaitResult parse(Json payload) {
    var matches = new HashMap<String, List<Json>>();
    payload
        .fields()
        .getOrDefault("CREATE", Json.NULL)
        .fields()
        .forEach((name, found) -> matches.put(name, found.items()));
    return new WaitResult(matches);
  }
}
