package dev.sojourn.dsl.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a webhook, or a piece of it, read by paths such as {@code data.emails.0.address}.
 * What is not there is null or empty, never an error.
 */
public final class Payload {
  private final @Nullable Object value;

  /** The payload of plain values: maps with text keys, lists, texts, numbers, booleans, null. */
  public Payload(@Nullable Object value) {
    this.value = value;
  }

  /** The value at a path as it stands, or null. */
  public @Nullable Object value(String path) {
    var at = value;
    for (var name : path.split("\\.", -1)) {
      if (at instanceof Map<?, ?> fields) {
        at = fields.get(name);
      } else if (at instanceof List<?> items && name.matches("\\d{1,6}")) {
        var index = Integer.parseInt(name);
        at = index < items.size() ? items.get(index) : null;
      } else {
        return null;
      }
    }
    return at;
  }

  /** The text at a path; a number or a boolean as text; null for anything else, and for none. */
  public @Nullable String text(String path) {
    var at = value(path);
    return at instanceof String || at instanceof Number || at instanceof Boolean
        ? at.toString()
        : null;
  }

  /** The number at a path, or null. */
  public @Nullable Number number(String path) {
    return value(path) instanceof Number number ? number : null;
  }

  /** Whether a true stands at a path. */
  public boolean flag(String path) {
    return Boolean.TRUE.equals(value(path));
  }

  /** Whether anything but null stands at a path. */
  public boolean has(String path) {
    return value(path) != null;
  }

  /** The object at a path; an empty one if there is none. */
  public Payload object(String path) {
    return new Payload(value(path) instanceof Map<?, ?> fields ? fields : Map.of());
  }

  /** The items of the list at a path; none if there is none. */
  public List<Payload> list(String path) {
    return value(path) instanceof List<?> items
        ? items.stream().map(Payload::new).toList()
        : List.of();
  }

  /** The first item of the list at a path whose field is this text; an empty object if none is. */
  public Payload first(String path, String field, @Nullable String text) {
    return list(path).stream()
        .filter(item -> text != null && text.equals(item.text(field)))
        .findFirst()
        .orElse(new Payload(Map.of()));
  }

  /** The fields of the object at a path, to be handed on as properties; none if there is none. */
  public Map<String, @Nullable Object> fields(String path) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    if (value(path) instanceof Map<?, ?> found) {
      found.forEach((name, one) -> fields.put(String.valueOf(name), one));
    }
    return fields;
  }
}
