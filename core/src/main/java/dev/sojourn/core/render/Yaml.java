package dev.sojourn.core.render;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML text as plain values, with the line of every field.
 *
 * @param root the value of the whole; null when empty
 * @param lines from the dotted path of a field to its line, from 1
 */
record Yaml(@Nullable Object root, Map<String, Integer> lines) {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What is wrong with a text that is no YAML. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    Malformed(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  static Yaml read(String text) throws Malformed {
    try (var parser = YAML.createParser(text)) {
      var lines = new HashMap<String, Integer>();
      var root = parser.nextToken() == null ? null : value(parser, "", lines);
      return new Yaml(root, lines);
    } catch (JsonProcessingException e) {
      var location = e.getLocation();
      throw new Malformed(
          location == null ? 1 : Math.max(1, location.getLineNr()),
          e.getOriginalMessage().lines().findFirst().orElse("not YAML"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line of a field, or that of the nearest field around it. */
  int line(String path) {
    var line = lines.get(path);
    var dot = path.lastIndexOf('.');
    if (line != null) {
      return line;
    }
    return dot < 0 ? 1 : line(path.substring(0, dot));
  }

  private static @Nullable Object value(JsonParser parser, String path, Map<String, Integer> lines)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, path, lines);
      case START_ARRAY -> list(parser, path, lines);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      default -> parser.getText();
    };
  }

  private static Map<String, @Nullable Object> object(
      JsonParser parser, String path, Map<String, Integer> lines) throws IOException {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      var inner = path.isEmpty() ? name : path + "." + name;
      lines.put(inner, parser.currentTokenLocation().getLineNr());
      parser.nextToken();
      fields.put(name, value(parser, inner, lines));
    }
    return Collections.unmodifiableMap(fields);
  }

  private static List<@Nullable Object> list(
      JsonParser parser, String path, Map<String, Integer> lines) throws IOException {
    var items = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, path, lines));
    }
    return Collections.unmodifiableList(items);
  }
}
