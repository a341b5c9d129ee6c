package dev.sojourn.runtime.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts {@code {"events": [...]}} into the bytes of each event, which are read one by one later. */
final class EventList {
  private static final String EVENTS = "events";

  /** The body and its list stand around each event; what is too deep in one fails it alone. */
  private static final int DEPTH = 500;

  private static final int MOST_BYTES = 8 * 1024 * 1024;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(MOST_BYTES)
                  .maxNameLength(MOST_BYTES)
                  .build())
          .build();

  private final byte[] body;
  private final int most;
  private final List<byte[]> events = new ArrayList<>();

  private EventList(byte[] body, int most) {
    this.body = body;
    this.most = most;
  }

  static List<byte[]> read(byte[] body, int most) {
    var list = new EventList(body, most);
    try (var in = FACTORY.createParser(body)) {
      list.read(in);
    } catch (JsonProcessingException e) {
      throw Rejected.invalid("the body is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return list.events;
  }

  private void read(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw Rejected.invalid("the body is no JSON object");
    }
    if (in.currentTokenLocation().getByteOffset() < 0) {
      throw Rejected.invalid("the body is not in UTF-8");
    }
    var found = false;
    for (var field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      in.nextToken();
      if (field.equals(EVENTS) && !found) {
        found = true;
        cut(in);
      } else if (field.equals(EVENTS)) {
        throw Rejected.invalid("events is there twice");
      } else {
        in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      throw Rejected.invalid("the body has more after its JSON object");
    }
    if (events.isEmpty()) {
      throw Rejected.invalid(
          "events is " + (found ? "empty" : "missing") + "; it lists the events");
    }
  }

  private void cut(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw Rejected.invalid("events is no list");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (events.size() == most) {
        throw Rejected.invalid("events has more than " + most + " items; send them in pieces");
      }
      var start = (int) in.currentTokenLocation().getByteOffset();
      in.skipChildren();
      in.finishToken();
      events.add(Arrays.copyOfRange(body, start, (int) in.currentLocation().getByteOffset()));
    }
  }
}
