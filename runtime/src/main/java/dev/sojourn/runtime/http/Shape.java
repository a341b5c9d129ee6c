package dev.sojourn.runtime.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value in a request may be: held against it at the door, told in the API's document. */
sealed interface Shape {
  /** Anything that can be stored. */
  static Shape anything() {
    return new Anything();
  }

  /** True or false. */
  static Shape flag() {
    return new Flag();
  }

  /** A number. */
  static Shape number() {
    return new Numeric();
  }

  /** An instant such as {@code 2026-01-31T09:00:00Z}. */
  static Shape instant() {
    return new Moment();
  }

  /** What is wrong with a value, in one sentence that begins with its name; null for nothing. */
  @Nullable String fault(String name, Object value);

  /** What it may be, in words: {@code a whole number from 1 to 100}. */
  String said();

  /** The same as JSON Schema. */
  JsonObject schema();

  /** What is wrong with a value that stands in the address of a request, as text. */
  default @Nullable String faultOfText(String name, String text) {
    return fault(name, text);
  }

  /** A text of so many characters. */
  static Shape text(int least, int most) {
    return new Text(least, most);
  }

  /** One of these words. */
  static Shape oneOf(String... words) {
    return new OneOf(List.of(words));
  }

  /** A whole number. */
  static Shape whole(long least, long most) {
    return new Whole(least, most);
  }

  /** A list of so many. */
  static Shape list(Shape item, int least, int most) {
    return new Listed(item, least, most);
  }

  /** An object whose names are the sender's. */
  static Shape bag(Shape value) {
    return new Bag(value);
  }

  /** An object with these fields; what else it has is not looked at. */
  static Shape object(Field... fields) {
    return new Fields(List.of(fields));
  }

  /** A field of an object. */
  record Field(String name, Shape shape, boolean required) {
    static Field must(String name, Shape shape) {
      return new Field(name, shape, true);
    }

    static Field may(String name, Shape shape) {
      return new Field(name, shape, false);
    }
  }

  /** A text. */
  record Text(int least, int most) implements Shape {
    @Override
    public @Nullable String fault(String name, Object value) {
      if (!(value instanceof String text)) {
        return Faults.not(name, value, "a text");
      }
      if (text.length() < least || text.length() > most) {
        return "%s has %d characters, expected %d to %d"
            .formatted(name, text.length(), least, most);
      }
      return Faults.unsound(name, text);
    }

    @Override
    public String said() {
      return "a text of %d to %d characters".formatted(least, most);
    }

    @Override
    public JsonObject schema() {
      return new JsonObject().put("type", "string").put("minLength", least).put("maxLength", most);
    }
  }

  /** One of some words. */
  record OneOf(List<String> words) implements Shape {
    @Override
    public @Nullable String fault(String name, Object value) {
      return value instanceof String text && words.contains(text)
          ? null
          : Faults.not(name, value, said());
    }

    @Override
    public String said() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public JsonObject schema() {
      return new JsonObject().put("type", "string").put("enum", new JsonArray(words));
    }
  }

  /** A whole number within bounds. */
  record Whole(long least, long most) implements Shape {
    @Override
    public @Nullable String fault(String name, Object value) {
      boolean fits =
          (value instanceof Integer || value instanceof Long)
              && ((Number) value).longValue() >= least
              && ((Number) value).longValue() <= most;
      return fits ? null : Faults.not(name, value, said());
    }

    @Override
    public @Nullable String faultOfText(String name, String text) {
      return text.matches("-?\\d{1,18}")
          ? fault(name, Long.parseLong(text))
          : Faults.not(name, text, said());
    }

    @Override
    public String said() {
      return "a whole number from " + least + " to " + most;
    }

    @Override
    public JsonObject schema() {
      return new JsonObject().put("type", "integer").put("minimum", least).put("maximum", most);
    }
  }

  /** A number. */
  record Numeric() implements Shape {
    @Override
    public @Nullable String fault(String name, Object value) {
      return value instanceof Number ? null : Faults.not(name, value, said());
    }

    @Override
    public String said() {
      return "a number";
    }

    @Override
    public JsonObject schema() {
      return new JsonObject().put("type", "number");
    }
  }

  /** True or false. */
  record Flag() implements Shape {
    @Override
    public @Nullable String fault(String name, Object value) {
      return value instanceof Boolean ? null : Faults.not(name, value, said());
    }

    @Override
    public @Nullable String faultOfText(String name, String text) {
      return text.equals("true") || text.equals("false")
          ? null
          : Faults.not(name, text, "one of true, false");
    }

    @Override
    public String said() {
      return "true or false";
    }

    @Override
    public JsonObject schema() {
      return new JsonObject().put("type", "boolean");
    }
  }

  /** An instant in ISO 8601, of this century or one near it. */
  record Moment() implements Shape {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2999-12-31T23:59:59Z");

    @Override
    public @Nullable String fault(String name, Object value) {
      try {
        if (value instanceof String text && isStorable(Instant.parse(text))) {
          return null;
        }
      } catch (DateTimeException notAnInstant) {
        // Falls through to the same answer.
      }
      return Faults.not(name, value, said());
    }

    @Override
    public String said() {
      return "an instant such as 2026-01-31T09:00:00Z";
    }

    @Override
    public JsonObject schema() {
      return new JsonObject().put("type", "string").put("format", "date-time");
    }

    private static boolean isStorable(Instant instant) {
      return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }
  }

  /** Anything without a character that cannot be stored. */
  record Anything() implements Shape {
    @Override
    public @Nullable String fault(String name, Object value) {
      return Faults.unsoundWithin(name, value);
    }

    @Override
    public String said() {
      return "anything";
    }

    @Override
    public JsonObject schema() {
      return new JsonObject();
    }
  }

  /** A list. */
  record Listed(Shape item, int least, int most) implements Shape {
    @Override
    public @Nullable String fault(String name, Object value) {
      if (!(value instanceof List<?> list)) {
        return Faults.not(name, value, "a list");
      }
      if (list.size() < least || list.size() > most) {
        return "%s has %d items, expected %d to %d".formatted(name, list.size(), least, most);
      }
      for (int i = 0; i < list.size(); i++) {
        String fault = Faults.of(item, name + "[" + i + "]", list.get(i));
        if (fault != null) {
          return fault;
        }
      }
      return null;
    }

    @Override
    public String said() {
      return "a list of %d to %d, each %s".formatted(least, most, item.said());
    }

    @Override
    public JsonObject schema() {
      return new JsonObject()
          .put("type", "array")
          .put("minItems", least)
          .put("maxItems", most)
          .put("items", item.schema());
    }
  }

  /** An object with any names. */
  record Bag(Shape value) implements Shape {
    @Override
    public @Nullable String fault(String name, Object given) {
      if (!(given instanceof Map<?, ?> map)) {
        return Faults.not(name, given, "an object");
      }
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String inner = name + "." + Faults.shown(entry.getKey());
        String fault = Faults.unsound(inner, String.valueOf(entry.getKey()));
        Object one = entry.getValue();
        if (fault == null && one != null) {
          fault = value.fault(inner, one);
        }
        if (fault != null) {
          return fault;
        }
      }
      return null;
    }

    @Override
    public String said() {
      return "an object, each value " + value.said();
    }

    @Override
    public JsonObject schema() {
      return new JsonObject().put("type", "object").put("additionalProperties", value.schema());
    }
  }

  /** An object with known fields. */
  record Fields(List<Field> fields) implements Shape {
    @Override
    public @Nullable String fault(String name, Object value) {
      if (!(value instanceof Map<?, ?> map)) {
        return name.isEmpty()
            ? "the body is not a JSON object"
            : Faults.not(name, value, "an object");
      }
      for (Field field : fields) {
        String inner = name.isEmpty() ? field.name() : name + "." + field.name();
        Object one = map.get(field.name());
        String fault =
            one == null
                ? field.required() ? inner + " is missing" : null
                : field.shape().fault(inner, one);
        if (fault != null) {
          return fault;
        }
      }
      return null;
    }

    @Override
    public String said() {
      return "an object";
    }

    @Override
    public JsonObject schema() {
      JsonObject properties = new JsonObject();
      JsonArray required = new JsonArray();
      for (Field field : fields) {
        properties.put(field.name(), field.shape().schema());
        if (field.required()) {
          required.add(field.name());
        }
      }
      JsonObject schema = new JsonObject().put("type", "object").put("properties", properties);
      return required.isEmpty() ? schema : schema.put("required", required);
    }
  }
}
