package dev.sojourn.core.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run sees of an event's properties: its texts, numbers, booleans and nulls, at most 100 of
 * them, 4 KB each, 32 KB in all. A longer text is cut, what is too much is left out; then {@link
 * #TRUNCATED} holds how many properties that befell. Nested values are dropped without a mark.
 */
public final class Scalars {
  /** The name under which the number of cut or left out properties stands. */
  public static final String TRUNCATED = "$truncated";

  private static final int COUNT = 100;
  private static final int EACH_BYTES = 4 * 1024;
  private static final int ALL_BYTES = 32 * 1024;
  private static final int NAME_LENGTH = 500;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Map<String, @Nullable Object> kept = new LinkedHashMap<>();
  private int bytes;
  private int truncated;

  private Scalars() {}

  /** The scalars of a map of properties. */
  public static Map<String, @Nullable Object> of(
      Map<String, ? extends @Nullable Object> properties) {
    var scalars = new Scalars();
    properties.forEach(scalars::offer);
    return scalars.result();
  }

  /**
   * The scalars of a JSON object; null stands for none.
   *
   * @throws IllegalArgumentException if the text is no JSON object
   */
  public static Map<String, @Nullable Object> ofJson(@Nullable String json) {
    var scalars = new Scalars();
    if (json != null) {
      scalars.read(json);
    }
    return scalars.result();
  }

  private void read(String json) {
    try (var parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("an event's properties that are no JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var name = parser.currentName();
        if (parser.nextToken().isStructStart()) {
          parser.skipChildren();
        } else {
          offer(name, parser);
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "an event's properties that are no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void offer(String name, JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_STRING -> keep(name, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        var number = Json.numberWithin(parser);
        if (number == null) {
          truncated++;
        } else {
          keep(name, number);
        }
      }
      case VALUE_NULL -> keep(name, null);
      default -> keep(name, parser.getBooleanValue());
    }
  }

  private void offer(String name, @Nullable Object value) {
    if (value instanceof Map || value instanceof Iterable) {
      return;
    }
    try {
      keep(name, Values.plain(value));
    } catch (Values.Refused e) {
      truncated++;
    }
  }

  private void keep(String name, @Nullable Object value) {
    var shown = value instanceof String text ? cut(Values.text(text)) : value;
    var more = Values.bytes(name) + Values.bytes(shown);
    if (kept.size() >= COUNT || name.length() > NAME_LENGTH || bytes + more > ALL_BYTES) {
      truncated++;
      return;
    }
    if (value instanceof String text
        && shown instanceof String now
        && now.length() < text.length()) {
      truncated++;
    }
    bytes += more;
    kept.put(name, shown);
  }

  private static String cut(String text) {
    if (text.length() * 3L <= EACH_BYTES) {
      return text;
    }
    var sum = 0;
    for (var i = 0; i < text.length(); ) {
      var c = text.codePointAt(i);
      sum += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (sum > EACH_BYTES) {
        return text.substring(0, i);
      }
      i += Character.charCount(c);
    }
    return text;
  }

  private Map<String, @Nullable Object> result() {
    if (truncated > 0) {
      kept.put(TRUNCATED, truncated);
    }
    return Collections.unmodifiableMap(kept);
  }
}
