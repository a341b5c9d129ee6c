package dev.sojourn.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of any origin ask the data plane. What a page may do there is said by its key alone:
 * no cookie counts, so the origin that asks is reflected.
 */
final class Cors {
  private static final int LONGEST = 300;
  private static final CharSequence ORIGIN = HttpHeaders.createOptimized("origin");
  private static final String HEADERS =
      "authorization, content-type, idempotency-key, x-request-id";
  private static final String EXPOSED =
      "x-request-id, x-ratelimit-limit, x-ratelimit-remaining, retry-after";

  private Cors() {}

  /** The origin of the page that asks; null where it is none, or cannot be one. */
  static @Nullable String origin(HttpServerRequest request) {
    String origin = request.getHeader(ORIGIN);
    return origin == null || origin.length() > LONGEST || !isPlain(origin) ? null : origin;
  }

  /** Lets the page that asks read the answer. */
  static void allow(HttpServerRequest request) {
    String origin = origin(request);
    if (origin != null) {
      MultiMap headers = request.response().headers();
      headers.add("access-control-allow-origin", origin);
      headers.add("access-control-expose-headers", EXPOSED);
      headers.add("vary", "origin");
    }
  }

  /** Answers a browser that asks whether it may ask. */
  static void preflight(HttpServerRequest request) {
    String origin = origin(request);
    if (origin != null) {
      request
          .response()
          .putHeader("access-control-allow-origin", origin)
          .putHeader("access-control-allow-methods", "GET, POST, PUT, DELETE")
          .putHeader("access-control-allow-headers", HEADERS)
          .putHeader("access-control-max-age", "86400")
          .putHeader("vary", "origin");
    }
    request.response().setStatusCode(204).end();
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c > ' ' && c <= '~');
  }
}
