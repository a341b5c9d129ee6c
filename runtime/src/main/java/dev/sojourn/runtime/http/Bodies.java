package dev.sojourn.runtime.http;

import dev.sojourn.core.replay.Json;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies on one event loop: up to a size, and within a time for the whole of it, so that who
 * sends a byte now and then holds nothing for long. One timer watches over all of them, and only
 * while there are some.
 */
final class Bodies {
  /** What is read and dropped of a body that is too large, so that its sender sees the answer. */
  private static final int DROPPED_AT_MOST = 8;

  private static final long LOOK_MS = 500;

  private final Vertx vertx;
  private final int limit;
  private final long patienceNanos;
  private final Set<Arrival> arriving = new LinkedHashSet<>();
  private boolean watching;

  Bodies(Vertx vertx, int limit, Duration patience) {
    this.vertx = vertx;
    this.limit = limit;
    this.patienceNanos = patience.toNanos();
  }

  /**
   * The whole body of a request to a route of the table, held against what that takes: {@link
   * Refusal} 400 names the field.
   */
  Future<Buffer> read(RoutingContext request) {
    return read(request.request())
        .map(
            body -> {
              checked(request, body);
              return body;
            });
  }

  /** The same as an object. */
  Future<JsonObject> object(RoutingContext request) {
    return read(request.request()).map(body -> Wire.object(checked(request, body)));
  }

  /** The same where there may be no body at all: then null. */
  Future<@Nullable JsonObject> objectOrNone(RoutingContext request) {
    return read(request.request())
        .map(body -> body.length() == 0 ? null : Wire.object(checked(request, body)));
  }

  private static Map<String, @Nullable Object> checked(RoutingContext request, Buffer body) {
    Route route = request.get(Routes.ROUTE);
    Object value = value(body);
    Shape shape = shape(route);
    Faults.refuse(Faults.of(shape, "", value));
    AuditTrail.says(request, shape, value);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, one) -> fields.put(String.valueOf(name), one));
    }
    return fields;
  }

  private static Shape shape(Route route) {
    return route
        .shape()
        .orElseThrow(
            () -> new IllegalStateException("route '" + route + "' takes no JSON by the table"));
  }

  private static @Nullable Object value(Buffer body) {
    try {
      return Json.read(body.toString(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notJson) {
      throw Refusal.badRequest("the body is no JSON: " + notJson.getMessage());
    }
  }

  /** The whole body, or {@link Refusal} 413 or 408. Must be called on the request's own turn. */
  Future<Buffer> read(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean expects = request.headers().contains(HttpHeaders.EXPECT);
    if (expects && length != null && isOver(length)) {
      return Future.failedFuture(Refusal.tooLarge(limit));
    }
    Arrival arrival = new Arrival(System.nanoTime() + patienceNanos);
    arriving.add(arrival);
    watch();
    request.handler(arrival);
    request.endHandler(arrival::ended);
    request.exceptionHandler(arrival::broken);
    if (expects) {
      request.response().writeContinue();
    }
    return arrival.whole.future();
  }

  private boolean isOver(String length) {
    try {
      return Long.parseLong(length) > limit;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private void watch() {
    if (!watching) {
      watching = true;
      vertx.setTimer(LOOK_MS, id -> look());
    }
  }

  private void look() {
    watching = false;
    long now = System.nanoTime();
    for (Arrival arrival : Set.copyOf(arriving)) {
      if (arrival.deadlineNanos - now <= 0) {
        arrival.fail(Refusal.tooSlow());
      }
    }
    if (!arriving.isEmpty()) {
      watch();
    }
  }

  private final class Arrival implements Handler<Buffer> {
    private final long deadlineNanos;
    private final Promise<Buffer> whole = Promise.promise();
    private @Nullable Buffer soFar;
    private boolean gathering;
    private long size;

    Arrival(long deadlineNanos) {
      this.deadlineNanos = deadlineNanos;
    }

    @Override
    public void handle(Buffer chunk) {
      size += chunk.length();
      if (size > limit) {
        soFar = null;
        if (size > (long) limit * DROPPED_AT_MOST) {
          fail(Refusal.tooLarge(limit));
        }
      } else if (soFar == null) {
        soFar = chunk;
      } else {
        gathered(soFar).appendBuffer(chunk);
      }
    }

    /** A buffer of our own to append to; most bodies come in one piece and need none. */
    private Buffer gathered(Buffer first) {
      if (!gathering) {
        gathering = true;
        soFar = Buffer.buffer((int) Math.min(limit, size * 2)).appendBuffer(first);
      }
      return soFar == null ? first : soFar;
    }

    void ended(@Nullable Void nothing) {
      if (size > limit) {
        fail(Refusal.tooLarge(limit));
      } else if (arriving.remove(this)) {
        whole.complete(soFar == null ? Buffer.buffer() : soFar);
      }
    }

    void broken(Throwable error) {
      fail(error);
    }

    void fail(Throwable error) {
      if (arriving.remove(this)) {
        whole.fail(error);
      }
    }
  }
}
