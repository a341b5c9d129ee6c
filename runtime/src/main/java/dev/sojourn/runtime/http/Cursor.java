package dev.sojourn.runtime.http;

import dev.sojourn.core.replay.Json;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list, as requests hand it back to go on from there; what is in it concerns nobody
 * outside.
 *
 * @param place the value that the list is sorted by, as JSON
 * @param id of what stands there
 */
record Cursor(String place, long id) {
  private static final int LONGEST = 8_192;

  /** The parameter of a list that hands it back; what it is sorted by may be long. */
  static final Query QUERY =
      new Query("cursor", Shape.text(1, LONGEST), "goes on behind a page's nextCursor");

  /** The cursor of a request; null if it begins at the start. */
  static @Nullable Cursor of(RoutingContext request) {
    String text = Query.given(request.request(), "cursor");
    return text == null ? null : read(text);
  }

  private static Cursor read(String text) {
    try {
      if (text.length() <= LONGEST
          && Json.read(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8))
              instanceof List<?> parts
          && parts.size() == 2
          && parts.get(1) instanceof Number id) {
        return new Cursor(Json.write(parts.get(0)), id.longValue());
      }
    } catch (IllegalArgumentException unreadable) {
      throw strange();
    }
    throw strange();
  }

  private static Refusal strange() {
    return Refusal.badRequest("cursor is none that a list has answered; begin without one");
  }

  /** As a list answers it. */
  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("[" + place + "," + id + "]").getBytes(StandardCharsets.UTF_8));
  }
}
