package dev.sojourn.runtime.event;

import dev.sojourn.core.admission.Keys;
import dev.sojourn.core.replay.Json;
import dev.sojourn.core.replay.Scalars;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an event as decisions and journeys see them: without the character NUL, which
 * only the stored text keeps.
 *
 * @param json a JSON object, or null for none
 */
public record EventProperties(@Nullable String json) {
  /** The text, number, boolean and null ones, within what a run may see. */
  public Map<String, @Nullable Object> scalars() {
    if (isEmpty()) {
      return Map.of();
    }
    var scalars = Scalars.ofJson(json);
    if (!hasNul()) {
      return scalars;
    }
    var clean = new LinkedHashMap<String, @Nullable Object>();
    scalars.forEach((name, value) -> clean.put(withoutNul(name), withoutNul(value)));
    return Collections.unmodifiableMap(clean);
  }

  /** The canonical text of the values at dotted paths, by path; paths without one are missing. */
  public Map<String, String> keys(Collection<String> paths) {
    if (isEmpty() || paths.isEmpty()) {
      return Map.of();
    }
    var keys = new HashMap<String, String>();
    Keys.at(whole(), paths).forEach((path, key) -> keys.put(path, withoutNul(key)));
    keys.values().removeIf(String::isEmpty);
    return keys;
  }

  private boolean isEmpty() {
    return json == null || json.equals("{}");
  }

  private boolean hasNul() {
    return json != null && json.contains("\\u0000");
  }

  private Map<String, @Nullable Object> whole() {
    var whole = new LinkedHashMap<String, @Nullable Object>();
    if (json != null && Json.read(json) instanceof Map<?, ?> object) {
      object.forEach((name, value) -> whole.put(name.toString(), value));
    }
    return whole;
  }

  private static @Nullable Object withoutNul(@Nullable Object value) {
    return value instanceof String text ? withoutNul(text) : value;
  }

  private static String withoutNul(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }
}
