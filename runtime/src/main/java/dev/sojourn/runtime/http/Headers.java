package dev.sojourn.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The headers that answers carry. */
final class Headers {
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

  private static final CharSequence TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence REFERRER = HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence FRAMES = HttpHeaders.createOptimized("x-frame-options");
  private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
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
    headers.add(TYPE_OPTIONS, NOSNIFF);
    headers.add(REFERRER, NO_REFERRER);
    headers.add(FRAMES, DENY);
    headers.add(HttpHeaders.CACHE_CONTROL, NO_STORE);
  }

  /** The same over whatever is there already. */
  static void put(MultiMap headers, String requestId) {
    headers.set(REQUEST_ID, requestId);
    headers.set(TYPE_OPTIONS, NOSNIFF);
    headers.set(REFERRER, NO_REFERRER);
    headers.set(FRAMES, DENY);
    headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
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
