package dev.sojourn.runtime.http;

import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A parameter in the address of a request; an empty one counts as none.
 *
 * @param shape what it may be
 * @param says what it does
 */
record Query(String name, Shape shape, String says) {
  private static final int LONGEST = 400;

  /** How many of a list, and from where on. */
  static Query[] paging(int most) {
    return new Query[] {
      new Query("limit", Shape.whole(1, most), "how many at most; 50 if it is not said"),
      new Query("offset", Shape.whole(0, 1_000_000_000), "how many to skip")
    };
  }

  /** What a request says under a name; null for nothing, and for an empty text. */
  static @Nullable String given(HttpServerRequest request, String name) {
    String text = request.getParam(name);
    return text == null || text.isEmpty() ? null : text;
  }

  /** The instant that a request says under a name that is to be one; null for nothing. */
  static @Nullable Instant instant(HttpServerRequest request, String name) {
    String text = given(request, name);
    return text == null ? null : Instant.parse(text);
  }

  /** A parameter of any text. */
  static Query text(String name, String says) {
    return new Query(name, Shape.text(1, LONGEST), says);
  }
}
