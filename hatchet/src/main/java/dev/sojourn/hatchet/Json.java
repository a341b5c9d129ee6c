package dev.sojourn.hatchet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text as it crosses the wire.
 *
 * <p>{@link #of} writes the same value as the same text always, keys in order: the engine compares
 * inputs of child runs byte by byte when a task is replayed. NUL characters are dropped, since the
 * engine refuses a text that holds one and turns a task's success into a failure for it.
 *
 * @param text the JSON, never empty
 */
public record Json(String text) {
  /** The empty object. */
  public static final Json EMPTY = new Json("{}");

  /** The JSON null. */
  public static final Json NULL = new Json("null");

  private static final String NUL = "\\u0000";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Keeps every digit of a number. */
  private static final ObjectMapper TREES =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  public Json {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a JSON text is never empty; for nothing take 'null'");
    }
    text = text.contains(NUL) ? withoutNul(text) : text;
  }

  /**
   * The JSON of a value.
   *
   * @param value null, text, number, boolean, record, bean, or maps and lists of these
   * @throws IllegalArgumentException if the value has no JSON form
   */
  public static Json of(@Nullable Object value) {
    if (value instanceof Json json) {
      return json;
    }
    try {
      return new Json(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for the value: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The value as a class: a record, a bean, {@code String}, {@code Integer}, {@code List}.
   *
   * @throws IllegalArgumentException if the text is no JSON or does not fit the class
   */
  public <T> T as(Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the JSON does not fit " + type.getName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The value as an object's fields; of a JSON null no fields.
   *
   * @throws IllegalArgumentException if the text is no JSON object
   */
  public Map<String, @Nullable Object> asMap() {
    try {
      var map = MAPPER.readValue(text, OBJECT);
      return map == null ? Map.of() : map;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON object: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The value's fields in their order, numbers written as they are; of a JSON null no fields.
   *
   * @throws IllegalArgumentException if the text is no JSON object
   */
  public Map<String, Json> fields() {
    var tree = tree();
    if (!tree.isObject() && !tree.isNull()) {
      throw new IllegalArgumentException("no JSON object: " + tree.getNodeType());
    }
    var fields = new LinkedHashMap<String, Json>();
    tree.properties().forEach(field -> fields.put(field.getKey(), json(field.getValue())));
    return fields;
  }

  /** The value's elements if it is an array; of anything else the value itself. */
  public List<Json> items() {
    var tree = tree();
    return tree.isArray()
        ? StreamSupport.stream(tree.spliterator(), false).map(Json::json).toList()
        : List.of(this);
  }

  /** The value as words: of a text the text, of anything else its JSON. */
  public String words() {
    return text.startsWith("\"") ? as(String.class) : text;
  }

  private JsonNode tree() {
    try {
      return TREES.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Json json(JsonNode node) {
    return new Json(node.toString());
  }

  /** Drops the escape of NUL, but not a backslash that is itself escaped before {@code u0000}. */
  private static String withoutNul(String text) {
    var out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) != '\\') {
        out.append(text.charAt(at++));
      } else if (text.startsWith(NUL, at)) {
        at += NUL.length();
      } else {
        int end = Math.min(at + 2, text.length());
        out.append(text, at, end);
        at = end;
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
