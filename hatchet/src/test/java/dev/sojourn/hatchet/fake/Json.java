package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** JSON as the engine takes it: well-formed, and without the escape of the null character. */
public final class Json {
  /** Reads and writes it. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static boolean isAccepted(String text) {
    try {
      return !text.contains("\\u0000") && !MAPPER.readTree(text).isMissingNode();
    } catch (JsonProcessingException notJson) {
      return false;
    }
  }

  /** The text as a tree; an empty text is an empty object. */
  static JsonNode read(String what, String text) {
    if (text.isEmpty()) {
      return MAPPER.createObjectNode();
    }
    if (!isAccepted(text)) {
      throw Status.INVALID_ARGUMENT
          .withDescription(what + " is not valid JSON, or holds the escape of the null character")
          .asRuntimeException();
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static ObjectNode readObject(String what, @Nullable String text) {
    JsonNode tree = read(what, text == null ? "" : text);
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw Status.INVALID_ARGUMENT
        .withDescription(what + " is not a JSON object")
        .asRuntimeException();
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }
}
