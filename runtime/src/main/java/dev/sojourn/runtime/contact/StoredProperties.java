package dev.sojourn.runtime.contact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sojourn.core.replay.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The properties of a contact as they stand in its row. A row may hold what no journey can carry,
 * such as a number of ten thousand digits: that property is left out, for one contact must not keep
 * others from being loaded.
 */
final class StoredProperties {
  private static final Logger log = LoggerFactory.getLogger(StoredProperties.class);

  /** Reads whatever the database can store. */
  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** What is read of rows without such a property, too. */
  private static final int LONGEST_NAME = 50_000;

  private StoredProperties() {}

  /** The properties that can be read. */
  static Map<String, @Nullable Object> read(long contact, String json) {
    var properties = new LinkedHashMap<String, @Nullable Object>();
    try {
      if (Json.read(json) instanceof Map<?, ?> values) {
        values.forEach((name, value) -> properties.put(name.toString(), value));
      }
    } catch (IllegalArgumentException whole) {
      oneByOne(json, properties);
      log.warn(
          "properties of contact {} were left out, {} could be read: {}",
          contact,
          properties.size(),
          whole.getMessage());
    }
    return properties;
  }

  private static void oneByOne(String json, Map<String, @Nullable Object> properties) {
    try (var in = LENIENT.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        var begin = (int) in.currentTokenLocation().getCharOffset();
        in.skipChildren();
        in.finishToken();
        var text = json.substring(begin, (int) in.currentLocation().getCharOffset());
        if (name.length() <= LONGEST_NAME) {
          one(name, text, properties);
        }
      }
    } catch (IOException e) {
      log.debug("the properties end where they cannot be read", e);
    }
  }

  private static void one(String name, String json, Map<String, @Nullable Object> properties) {
    try {
      properties.put(name, Json.read(json));
    } catch (IllegalArgumentException e) {
      log.debug("property '{}' is left out", name, e);
    }
  }
}
