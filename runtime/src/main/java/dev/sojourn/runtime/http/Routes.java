package dev.sojourn.runtime.http;

import dev.sojourn.runtime.telemetry.RequestMeter;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The routes of one event loop: each checked, metered and answered the same way. */
final class Routes {
  /** Where a request keeps the {@link Route} that it came by. */
  static final String ROUTE = "route";

  private static final String REQUEST_ID = "requestId";

  /** Where a request that was admitted keeps its {@link ApiKey}. */
  private static final String KEY = "key";

  private final Router router;
  private final Gate gate;
  private final Telemetry telemetry;
  private final Replies replies;
  private final Witness witness;
  private final RequestMeter unrouted;
  private final Methods methods = new Methods();

  Routes(Router router, Gate gate, Telemetry telemetry, Replies replies, Witness witness) {
    this.router = router;
    this.gate = gate;
    this.telemetry = telemetry;
    this.replies = replies;
    this.witness = witness;
    this.unrouted = telemetry.route("any", "unknown");
    router.route().order(-1).handler(this::began);
    router.errorHandler(404, request -> misled(request, Refusal.noRoute(request.request())));
    router.errorHandler(405, this::mismatched);
    router.errorHandler(400, request -> misled(request, Refusal.malformed(request.failure())));
    router.errorHandler(500, request -> misled(request, cause(request)));
  }

  /** Answers a route of the table. */
  void add(Route route, Endpoint endpoint) {
    add(route, route.method(), endpoint);
    if (route.isData()) {
      preflight(route.path());
    }
  }

  /** Answers a route of the table, and who asks for its head alone. */
  void addWithHead(Route route, Endpoint endpoint) {
    add(route, endpoint);
    add(route, HttpMethod.HEAD, endpoint);
  }

  /** Knows a route of the table that is answered before it comes here. */
  void answeredBefore(Route route) {
    methods.note(route.method(), route.path());
    preflight(route.path());
    router.route(route.path()).handler(request -> request.fail(405));
  }

  /** The name of the key that a guarded request came with. */
  static String keyName(RoutingContext request) {
    ApiKey key = request.get(KEY);
    return key == null ? "nobody" : key.name();
  }

  /** The key that a guarded request came with. */
  static ApiKey key(RoutingContext request) {
    ApiKey key = request.get(KEY);
    if (key == null) {
      throw new IllegalStateException("route '" + request.get(ROUTE) + "' asks for no key");
    }
    return key;
  }

  /** Whether the key that a guarded request came with allows what needs this scope. */
  static boolean may(RoutingContext request, Scope scope) {
    ApiKey key = request.get(KEY);
    return key != null && key.may(scope);
  }

  private void add(Route route, HttpMethod method, Endpoint endpoint) {
    if (!RouteTable.ALL.contains(route)) {
      throw new IllegalStateException("route '" + route + "' is not in the table of routes");
    }
    methods.note(method, route.path());
    RequestMeter meter = telemetry.route(method.name(), route.path());
    router
        .route(method, route.path())
        .handler(
            request -> {
              long started = System.nanoTime();
              request.put(ROUTE, route);
              admitted(request, route)
                  .compose(in -> answered(request, route, endpoint))
                  .onSuccess(answer -> send(request, route, answer))
                  .onFailure(e -> refuse(request, route, e))
                  .onComplete(done -> ended(request, route.path(), meter, started));
            });
  }

  private void send(RoutingContext request, Route route, Answer answer) {
    replies.send(request.request(), answer);
    witness.saw(request, route, request.get(KEY), new Witness.Outcome(answer.status(), answer));
  }

  private void refuse(RoutingContext request, Route route, Throwable failure) {
    int status = replies.refuse(request.request(), failure, requestId(request));
    ApiKey asker = failure instanceof Refusal refusal ? refusal.asker() : null;
    witness.saw(
        request,
        route,
        asker == null ? request.get(KEY) : asker,
        new Witness.Outcome(status, null));
  }

  private Future<?> admitted(RoutingContext request, Route route) {
    if (route.isData()) {
      Cors.allow(request.request());
    }
    return route.access().scope() == null
        ? Future.succeededFuture()
        : gate.admit(request.request(), route).onSuccess(key -> request.put(KEY, key));
  }

  private static Future<Answer> answered(RoutingContext request, Route route, Endpoint endpoint) {
    try {
      if (route.access().scope() != null) {
        Faults.refuse(route.fault(request.pathParams(), request.request()::getParam));
      }
      return endpoint.answer(request);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static void ended(RoutingContext request, String path, RequestMeter meter, long started) {
    int status = request.response().getStatusCode();
    meter.answered(status, started);
    RequestLog.tell(request.request().method().name(), path, status, started, requestId(request));
  }

  private void preflight(String path) {
    methods.note(HttpMethod.OPTIONS, path);
    router.options(path).handler(request -> Cors.preflight(request.request()));
  }

  private void began(RoutingContext request) {
    String id = Headers.requestId(request.request());
    request.put(REQUEST_ID, id);
    Headers.begin(request.response().headers(), id);
    String fault = queryFault(request);
    if (fault == null) {
      request.next();
    } else {
      request.fail(400, new IllegalArgumentException(fault));
    }
  }

  private static @Nullable String queryFault(RoutingContext request) {
    try {
      request.request().params();
      return null;
    } catch (IllegalArgumentException badlyEncoded) {
      return badlyEncoded.getMessage();
    }
  }

  private void mismatched(RoutingContext request) {
    request.response().putHeader(HttpHeaders.ALLOW, methods.of(request.request().path()));
    misled(request, Refusal.wrongMethod(request.request()));
  }

  private void misled(RoutingContext request, Throwable failure) {
    long now = System.nanoTime();
    int status = replies.refuse(request.request(), failure, requestId(request));
    unrouted.answered(status, now);
    RequestLog.tell(request.request().method().name(), "unknown", status, now, requestId(request));
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
