package dev.sojourn.hatchet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event to push.
 *
 * @param key its name, without the namespace
 * @param payload a JSON object; it becomes the input of runs it starts and the result of waits it
 *     ends, so keep it small
 * @param metadata copied to the runs it starts; keys beginning with {@code hatchet__} are the
 *     engine's
 * @param scope which waits it may end: those of this scope and those without one; null for those
 *     without only
 * @param priority of the runs it starts; null for theirs
 */
public record NewEvent(
    String key,
    Json payload,
    Map<String, String> metadata,
    @Nullable String scope,
    @Nullable Priority priority) {

  public NewEvent {
    if (key.isBlank()) {
      throw new IllegalArgumentException("an event needs a key");
    }
    metadata = Map.copyOf(metadata);
  }

  /** An event without metadata, scope or priority. */
  public static NewEvent of(String key, Json payload) {
    return new NewEvent(key, payload, Map.of(), null, null);
  }

  /** The same in a scope. */
  public NewEvent inScope(String other) {
    return new NewEvent(key, payload, metadata, other, priority);
  }

  /** The same with this metadata. */
  public NewEvent withMetadata(Map<String, String> other) {
    return new NewEvent(key, payload, other, scope, priority);
  }

  /** The same with a priority for the runs it starts. */
  public NewEvent withPriority(Priority other) {
    return new NewEvent(key, payload, metadata, scope, other);
  }
}
