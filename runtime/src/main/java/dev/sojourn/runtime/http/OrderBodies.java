package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;

/**
 * The bodies of orders on one event loop. Those with large files are read on worker threads, and a
 * few at a time in the whole process, so that what they take in memory is bounded.
 */
final class OrderBodies {
  /** Up to this a body is read at once. */
  private static final int SMALL = 64 * 1024;

  /** How much longer a large body may take to arrive than others. */
  private static final int SLOWER = 6;

  private final Vertx vertx;
  private final int limit;
  private final Bodies ordinary;
  private final Bodies large;
  private final Places places;

  OrderBodies(Vertx vertx, HttpConfig config, Bodies ordinary, Places places) {
    this.vertx = vertx;
    this.limit = config.bodyLimit();
    this.ordinary = ordinary;
    this.large =
        new Bodies(
            vertx, limit + OrderReader.MOST_CONTENT, config.bodyPatience().multipliedBy(SLOWER));
    this.places = places;
  }

  /** Reads a body, and has its place until what follows from it is done. */
  <T> Future<T> read(HttpServerRequest request, Function<OrderBody, Future<T>> then) {
    if (isOrdinary(request)) {
      return ordinary.read(request).compose(this::read).compose(then);
    }
    if (!places.take()) {
      return Future.failedFuture(
          Refusal.unavailable(2, "other large orders are being taken in; send it again soon"));
    }
    return large
        .read(request)
        .compose(this::read)
        .compose(then)
        .onComplete(done -> places.giveBack());
  }

  private Future<OrderBody> read(Buffer body) {
    return body.length() <= SMALL
        ? Future.succeededFuture(body).map(all -> OrderReader.read(all.getBytes(), limit))
        : vertx.executeBlocking(() -> OrderReader.read(body.getBytes(), limit), false);
  }

  private boolean isOrdinary(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length != null && Long.parseLong(length) <= limit;
    } catch (NumberFormatException unreadable) {
      return false;
    }
  }
}
