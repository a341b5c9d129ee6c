package dev.sojourn.core.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain values as JSON and back: {@code String}, {@code Boolean}, {@code Integer}, {@code Long},
 * {@code BigInteger}, {@code BigDecimal}, {@code List}, {@code Map} with text keys, {@code null}.
 * What is read is immutable, each number in the narrowest of these types.
 */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(500).maxNumberLength(2_000).build())
          .build();

  private Json() {}

  /**
   * The value of a JSON text.
   *
   * @throws IllegalArgumentException if it is no single JSON value
   */
  public static @Nullable Object read(String text) {
    try (var parser = FACTORY.createParser(text)) {
      parser.nextToken();
      var value = read(parser, Dialect.PLAIN);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("not JSON: there is more after the first value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    } catch (Values.Refused e) {
      throw new IllegalArgumentException("JSON that " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The JSON text of a value; instants and durations become their ISO 8601 text.
   *
   * @throws IllegalArgumentException if it holds a number that is not finite, a map key that is no
   *     text, or anything else that is no plain value
   */
  public static String write(@Nullable Object value) {
    try {
      var plain = Values.plain(value);
      return text(generator -> write(generator, plain, Dialect.PLAIN));
    } catch (Values.Refused e) {
      throw new IllegalArgumentException("a value that is no JSON: it " + e.getMessage(), e);
    }
  }

  /**
   * The same in UTF-8.
   *
   * @throws IllegalArgumentException as {@link #write} does
   */
  public static byte[] bytes(@Nullable Object value) {
    var bytes = new ByteArrayOutputStream(256);
    try (var generator = FACTORY.createGenerator(bytes)) {
      write(generator, Values.plain(value), Dialect.PLAIN);
    } catch (Values.Refused e) {
      throw new IllegalArgumentException("a value that is no JSON: it " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** How instants and durations stand in the text. */
  enum Dialect {
    /** As text, which reads back as text. */
    PLAIN,
    /**
     * As {@code {"$t": ms}} and {@code {"$d": "PT1H"}}; other keys that begin with $ get a $ more.
     */
    TAGGED
  }

  /** Something that writes. */
  interface Body {
    void writeTo(JsonGenerator generator) throws IOException;
  }

  static String text(Body body) {
    var writer = new StringWriter();
    try (var generator = FACTORY.createGenerator(writer)) {
      body.writeTo(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.toString();
  }

  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  static void write(JsonGenerator out, @Nullable Object plain, Dialect dialect) throws IOException {
    if (plain == null) {
      out.writeNull();
    } else if (plain instanceof String text) {
      out.writeString(text);
    } else if (plain instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (plain instanceof Number number) {
      writeNumber(out, number);
    } else if (plain instanceof List<?> list) {
      out.writeStartArray();
      for (var element : list) {
        write(out, element, dialect);
      }
      out.writeEndArray();
    } else if (plain instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (var entry : map.entrySet()) {
        var key = String.valueOf(entry.getKey());
        out.writeFieldName(dialect == Dialect.TAGGED && key.startsWith("$") ? "$" + key : key);
        write(out, entry.getValue(), dialect);
      }
      out.writeEndObject();
    } else {
      writeTime(out, plain, dialect);
    }
  }

  private static void writeNumber(JsonGenerator out, Number number) throws IOException {
    if (number instanceof Integer integer) {
      out.writeNumber(integer);
    } else if (number instanceof Long integer) {
      out.writeNumber(integer);
    } else {
      out.writeNumber(number.toString());
    }
  }

  private static void writeTime(JsonGenerator out, Object time, Dialect dialect)
      throws IOException {
    if (dialect == Dialect.PLAIN) {
      out.writeString(time.toString());
      return;
    }
    out.writeStartObject();
    if (time instanceof Instant instant) {
      out.writeNumberField("$t", instant.toEpochMilli());
    } else if (time instanceof Duration duration) {
      out.writeStringField("$d", duration.toString());
    } else {
      throw new IllegalStateException("no plain value: " + time.getClass());
    }
    out.writeEndObject();
  }

  static @Nullable Object read(JsonParser in, Dialect dialect) throws IOException {
    var token = in.currentToken();
    if (token == null) {
      throw new IllegalArgumentException("not JSON: there is no value");
    }
    return switch (token) {
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_ARRAY -> readArray(in, dialect);
      case START_OBJECT -> readObject(in, dialect);
      default ->
          throw new IllegalArgumentException("not JSON: '" + token + "' where a value is expected");
    };
  }

  private static Object readArray(JsonParser in, Dialect dialect) throws IOException {
    var list = new ArrayList<@Nullable Object>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(in, dialect));
    }
    return Collections.unmodifiableList(list);
  }

  private static Object readObject(JsonParser in, Dialect dialect) throws IOException {
    var map = new LinkedHashMap<String, @Nullable Object>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var key = in.currentName();
      in.nextToken();
      if (dialect == Dialect.TAGGED && key.startsWith("$")) {
        if (!key.startsWith("$$")) {
          var time = time(key, in);
          in.nextToken();
          return time;
        }
        key = key.substring(1);
      }
      map.put(key, read(in, dialect));
    }
    return Collections.unmodifiableMap(map);
  }

  private static Object time(String tag, JsonParser in) throws IOException {
    return switch (tag) {
      case "$t" -> Instant.ofEpochMilli(in.getLongValue());
      case "$d" -> Duration.parse(in.getText());
      default ->
          throw new IllegalArgumentException("a journal value has the unknown tag '" + tag + "'");
    };
  }

  private static Number number(JsonParser in) throws IOException {
    return switch (in.getNumberType()) {
      case INT -> in.getIntValue();
      case LONG -> in.getLongValue();
      case BIG_INTEGER -> Values.plain((Number) in.getBigIntegerValue());
      default -> Values.plain((Number) in.getDecimalValue());
    };
  }

  /** The narrowest form of the number at which a parser stands, or null for one out of bounds. */
  static @Nullable Number numberWithin(JsonParser in) throws IOException {
    if (in.getTextLength() > Limits.NUMBER_LENGTH) {
      return null;
    }
    try {
      return number(in);
    } catch (Values.Refused e) {
      return null;
    }
  }
}
