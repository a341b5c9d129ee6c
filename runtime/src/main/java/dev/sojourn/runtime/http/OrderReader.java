package dev.sojourn.runtime.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sojourn.core.mail.Attachment;
import dev.sojourn.core.replay.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an order in one pass: the content of files is cut out of its bytes, so that
 * nothing of it lies in memory twice as characters; all else becomes plain values.
 */
final class OrderReader {
  /** The content of all files of one mail, at most, as Base64. */
  static final int MOST_CONTENT = (int) ((Attachment.MOST_BYTES + 2) / 3 * 4);

  private static final String FILES = "attachments";
  private static final String CONTENT = "content";
  private static final Set<String> KNOWN = Set.of("filename", "contentType", CONTENT, "contentId");
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(500)
                  .maxNumberLength(2_000)
                  .maxStringLength(MOST_CONTENT * 6)
                  .build())
          .build();

  private final byte[] body;
  private final int limit;
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
  private List<Attachment> files = List.of();
  private int content;

  private OrderReader(byte[] body, int limit) {
    this.body = body;
    this.limit = limit;
  }

  /**
   * What a body says, or {@link Refusal} 400, or 413.
   *
   * @param limit how many bytes there may be beside the content of files
   */
  static OrderBody read(byte[] body, int limit) {
    var reader = new OrderReader(body, limit);
    try (var in = FACTORY.createParser(body)) {
      reader.read(in);
    } catch (JsonProcessingException notJson) {
      throw Refusal.badRequest("not JSON: " + notJson.getOriginalMessage());
    } catch (IllegalArgumentException noValue) {
      throw Refusal.badRequest(String.valueOf(noValue.getMessage()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    if (body.length - reader.content > limit) {
      throw Refusal.of(
          413,
          "the order is larger than '%d' bytes beside the content of its files; send less"
              .formatted(limit));
    }
    return new OrderBody(reader.fields, reader.files);
  }

  private void read(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw Refusal.badRequest("the body is not a JSON object");
    }
    if (in.currentTokenLocation().getByteOffset() < 0) {
      throw Refusal.badRequest("the body is not in UTF-8");
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      var name = in.currentName();
      in.nextToken();
      if (name.equals(FILES)) {
        files = files(in);
      } else {
        fields.put(name, value(in));
      }
    }
    if (in.nextToken() != null) {
      throw Refusal.badRequest("not JSON: there is more after the first value");
    }
  }

  private @Nullable Object value(JsonParser in) throws IOException {
    var start = (int) in.currentTokenLocation().getByteOffset();
    in.skipChildren();
    in.finishToken();
    var length = (int) in.currentLocation().getByteOffset() - start;
    return length > limit
        ? null
        : Json.read(new String(body, start, length, StandardCharsets.UTF_8));
  }

  private List<Attachment> files(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw Refusal.badRequest(FILES + " is not a list");
    }
    var all = new ArrayList<Attachment>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (all.size() == Attachment.MOST) {
        throw Refusal.badRequest(FILES + " are more than " + Attachment.MOST);
      }
      all.add(file(in, FILES + "[" + all.size() + "]"));
    }
    return all;
  }

  private Attachment file(JsonParser in, String place) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw Refusal.badRequest(place + " is not an object");
    }
    var texts = new HashMap<String, String>();
    var token = in.nextToken();
    while (token == JsonToken.FIELD_NAME) {
      var name = in.currentName();
      token = in.nextToken();
      if (!KNOWN.contains(name)) {
        throw Refusal.badRequest(
            place
                + " has a field that is not taken here; expected filename, contentType, content"
                + " and contentId");
      }
      if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
        throw Refusal.badRequest(place + "." + name + " is not a text");
      }
      if (token == JsonToken.VALUE_NULL) {
        texts.remove(name);
        token = in.nextToken();
      } else if (name.equals(CONTENT)) {
        texts.put(name, content(in));
        token = in.currentToken();
      } else {
        texts.put(name, in.getText());
        token = in.nextToken();
      }
    }
    return file(texts, place);
  }

  private static Attachment file(Map<String, String> texts, String place) {
    try {
      return new Attachment(
          needed(texts, "filename", place),
          needed(texts, "contentType", place),
          needed(texts, CONTENT, place),
          texts.get("contentId"));
    } catch (Attachment.Unfit unfit) {
      throw Refusal.badRequest(place + "." + unfit.field() + ": " + unfit.getMessage());
    }
  }

  private static String needed(Map<String, String> texts, String name, String place) {
    var text = texts.get(name);
    if (text == null) {
      throw Refusal.badRequest(place + "." + name + " is missing");
    }
    return text;
  }

  /** The text at which the parser stands, which is then at what comes after it. */
  private String content(JsonParser in) throws IOException {
    var start = (int) in.currentTokenLocation().getByteOffset() + 1;
    in.nextToken();
    var end = (int) in.currentTokenLocation().getByteOffset() - 1;
    while (body[end] != '"') {
      end--;
    }
    content += end - start;
    var text = new String(body, start, end - start, StandardCharsets.ISO_8859_1);
    return text.indexOf('\\') < 0 ? text : unescaped(text);
  }

  /** Some escape slashes, plus and equal signs in JSON. */
  private static String unescaped(String text) throws IOException {
    try (var in = FACTORY.createParser('"' + text + '"')) {
      in.nextToken();
      return in.getText();
    }
  }
}
