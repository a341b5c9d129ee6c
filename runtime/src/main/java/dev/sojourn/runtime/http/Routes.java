package dev.sojourn.runtime.http;

import dev.sojourn.runtime.telemetry.RequestMeter;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The routes of one event loop: each checked, metered and answered the same way. */
final class Routes {
  private static final String REQUEST_ID = "requestId";
  private static final String KEY = "key";

  private final Router router;
  private final ApiKeys keys;
  private final Telemetry telemetry;
  private final Replies replies;
  private final RequestMeter unrouted;

  Routes(Router router, ApiKeys keys, Telemetry telemetry, Replies replies) {
    this.router = router;
    this.keys = keys;
    this.telemetry = telemetry;
    this.replies = replies;
    this.unrouted = telemetry.route("any", "unknown");
    router.route().order(-1).handler(this::began);
    router.errorHandler(404, request -> misled(request, Refusal.of(404, unknown(request))));
    router.errorHandler(405, request -> misled(request, Refusal.of(405, wrongMethod(request))));
    router.errorHandler(400, request -> misled(request, Refusal.badRequest("Bad Request")));
    router.errorHandler(500, request -> misled(request, cause(request)));
  }

  /** A route for everybody. */
  void open(HttpMethod method, String path, Endpoint endpoint) {
    add(method, path, null, endpoint);
  }

  /** A route for holders of a key with this scope. */
  void guarded(HttpMethod method, String path, Scope scope, Endpoint endpoint) {
    add(method, path, scope, endpoint);
  }

  /** The name of the key that a guarded request came with. */
  static String keyName(RoutingContext request) {
    ApiKey key = request.get(KEY);
    return key == null ? "nobody" : key.name();
  }

  private void add(HttpMethod method, String path, @Nullable Scope scope, Endpoint endpoint) {
    RequestMeter meter = telemetry.route(method.name(), path);
    router
        .route(method, path)
        .handler(
            request -> {
              long started = System.nanoTime();
              admitted(request, scope)
                  .compose(key -> answered(request, endpoint))
                  .onSuccess(answer -> replies.send(request.request(), answer))
                  .onFailure(e -> replies.refuse(request.request(), e, requestId(request)))
                  .onComplete(done -> meter.answered(request.response().getStatusCode(), started));
            });
  }

  private Future<Void> admitted(RoutingContext request, @Nullable Scope scope) {
    if (scope == null) {
      return Future.succeededFuture();
    }
    String header = request.request().getHeader("authorization");
    ApiKey known = keys.verified(header);
    if (known != null) {
      return scoped(request, known, scope);
    }
    HttpServerRequest paused = request.request().pause();
    return keys.verify(header)
        .recover(e -> Future.failedFuture(keys.isEmpty() ? noKeyAtAll() : e))
        .onComplete(done -> paused.resume())
        .compose(key -> scoped(request, key, scope));
  }

  private static Future<Void> scoped(RoutingContext request, ApiKey key, Scope scope) {
    request.put(KEY, key);
    return key.may(scope) ? Future.succeededFuture() : Future.failedFuture(Refusal.forbidden());
  }

  private static Future<Answer> answered(RoutingContext request, Endpoint endpoint) {
    try {
      return endpoint.answer(request);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void began(RoutingContext request) {
    String id = Headers.requestId(request.request());
    request.put(REQUEST_ID, id);
    Headers.put(request.response().headers(), id);
    request.next();
  }

  private void misled(RoutingContext request, Throwable failure) {
    int status = replies.refuse(request.request(), failure, requestId(request));
    unrouted.answered(status, System.nanoTime());
  }

  private static String requestId(RoutingContext request) {
    String id = request.get(REQUEST_ID);
    return id == null ? "none" : id;
  }

  private static Throwable cause(RoutingContext request) {
    Throwable failure = request.failure();
    return failure == null ? new IllegalStateException("a route failed without a reason") : failure;
  }

  private static String unknown(RoutingContext request) {
    return "no route '" + request.request().path() + "'";
  }

  private static String wrongMethod(RoutingContext request) {
    return "'" + request.request().path() + "' takes no " + request.request().method().name();
  }

  private static Refusal noKeyAtAll() {
    return Refusal.unavailable(
        5, "There is no API key yet; set ADMIN_API_KEY or let the service mint its first one");
  }
}
