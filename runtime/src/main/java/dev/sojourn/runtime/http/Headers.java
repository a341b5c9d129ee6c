package dev.sojourn.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The headers that answers carry. */
final class Headers {
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

  /** Names and values by turns. */
  private static final List<CharSequence> CAREFUL =
      Stream.of(
              "x-content-type-options", "nosniff",
              "referrer-policy", "no-referrer",
              "x-frame-options", "DENY",
              "cache-control", "no-store")
          .map(HttpHeaders::createOptimized)
          .toList();

  private static final int LONGEST_ID = 128;

  private Headers() {}

  /**
   * The id of a request: the sender's if it is fit to stand in a header and a log, else a new one.
   */
  static String requestId(HttpServerRequest request) {
    String given = request.getHeader(REQUEST_ID);
    return given != null && isFit(given) ? given : newId();
  }

  /** What every answer carries, on headers that are still empty. */
  static void begin(MultiMap headers, String requestId) {
    headers.add(REQUEST_ID, requestId);
    for (int i = 0; i < CAREFUL.size(); i += 2) {
      headers.add(CAREFUL.get(i), CAREFUL.get(i + 1));
    }
  }

  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "req_" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  private static boolean isFit(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~' || c == '"') {
        return false;
      }
    }
    return true;
  }
}
