package dev.sojourn.runtime.http;

import dev.sojourn.runtime.telemetry.RequestMeter;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The routes of one event loop: each checked, metered and answered the same way. */
final class Routes {
  private static final String REQUEST_ID = "requestId";

  private final Router router;
  private final Gate gate;
  private final Telemetry telemetry;
  private final Replies replies;
  private final RequestMeter unrouted;

  Routes(Router router, Gate gate, Telemetry telemetry, Replies replies) {
    this.router = router;
    this.gate = gate;
    this.telemetry = telemetry;
    this.replies = replies;
    this.unrouted = telemetry.route("any", "unknown");
    router.route().order(-1).handler(this::began);
    router.errorHandler(404, request -> misled(request, Refusal.noRoute(request.request())));
    router.errorHandler(405, request -> misled(request, Refusal.wrongMethod(request.request())));
    router.errorHandler(400, request -> misled(request, Refusal.malformed(request.failure())));
    router.errorHandler(500, request -> misled(request, cause(request)));
  }

  /** A route for everybody. */
  void open(HttpMethod method, String path, Endpoint endpoint) {
    add(method, path, null, endpoint);
  }

  /** A route for whom the gate admits with this scope. */
  void guarded(HttpMethod method, String path, Scope scope, Endpoint endpoint) {
    add(method, path, scope, endpoint);
  }

  /** The name of the key that a guarded request came with. */
  static String keyName(RoutingContext request) {
    ApiKey key = request.get(KeyGate.KEY);
    return key == null ? "nobody" : key.name();
  }

  /** The id of the key that a guarded request came with. */
  static long keyId(RoutingContext request) {
    ApiKey key = request.get(KeyGate.KEY);
    return key == null ? -1 : key.id();
  }

  /** Whether the key that a guarded request came with allows what needs this scope. */
  static boolean may(RoutingContext request, Scope scope) {
    ApiKey key = request.get(KeyGate.KEY);
    return key != null && key.may(scope);
  }

  private void add(HttpMethod method, String path, @Nullable Scope scope, Endpoint endpoint) {
    RequestMeter meter = telemetry.route(method.name(), path);
    router
        .route(method, path)
        .handler(
            request -> {
              long started = System.nanoTime();
              admitted(request, scope)
                  .compose(in -> answered(request, endpoint))
                  .onSuccess(answer -> replies.send(request.request(), answer))
                  .onFailure(e -> replies.refuse(request.request(), e, requestId(request)))
                  .onComplete(done -> meter.answered(request.response().getStatusCode(), started));
            });
  }

  private Future<?> admitted(RoutingContext request, @Nullable Scope scope) {
    return scope == null ? Future.succeededFuture() : gate.admit(request, scope);
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
    Headers.begin(request.response().headers(), id);
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
}
