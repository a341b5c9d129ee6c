package dev.sojourn.runtime.http;

import dev.sojourn.runtime.config.OperatorConfig;
import dev.sojourn.runtime.operator.Operator;
import dev.sojourn.runtime.operator.Operators;
import dev.sojourn.runtime.operator.Session;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows operators who are signed in by their cookie, on the admin plane alone. What changes
 * something has to come from a page of the service's own: browsers send cookies along with what
 * others ask of them.
 */
final class SessionGate {
  private static final Set<Scope> ALL = Set.of(Scope.FULL_ADMIN);

  private final Operators operators;
  private final OperatorConfig config;
  private final SessionCookie cookie;

  SessionGate(OperatorRooms rooms) {
    this.operators = rooms.operators();
    this.config = rooms.config();
    this.cookie = SessionCookie.of(config);
  }

  /** The token that a request may be admitted by; null if it is to come with a key. */
  @Nullable String token(HttpServerRequest request, Route route) {
    return route.meter() == Route.Meter.ADMIN
            && !request.headers().contains(HttpHeaders.AUTHORIZATION)
        ? cookie.token(request)
        : null;
  }

  /** What the holder of a token may; {@link Refusal} 401 if the session is over. */
  Future<ApiKey> verify(HttpServerRequest request, String token) {
    return session(request, token)
        .map(
            found ->
                found
                    .map(session -> key(session.operator()))
                    .orElseThrow(
                        () ->
                            Refusal.unauthorized(
                                "Unauthorized: the session is over; sign in again")));
  }

  /** The session of a token; its browser hears when it lasts longer. */
  Future<Optional<Session>> session(HttpServerRequest request, String token) {
    return operators
        .session(token)
        .onSuccess(
            found ->
                found
                    .filter(Session::renewed)
                    .ifPresent(session -> cookie.give(request.response(), token)));
  }

  SessionCookie cookie() {
    return cookie;
  }

  /** Refuses what changes something and was not sent by a page of our own. */
  @Nullable Refusal foreign(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
            || request.method().equals(HttpMethod.HEAD)
            || isOwn(request)
        ? null
        : Refusal.of(
            403,
            "Forbidden: whoever is signed in changes things from pages of %s alone"
                .formatted(config.url()));
  }

  /** Whether another site's page sent this; a program sends no origin. */
  boolean isFromElsewhere(HttpServerRequest request) {
    List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
    return !origins.isEmpty() && !isOwn(request);
  }

  private boolean isOwn(HttpServerRequest request) {
    String origin = Cors.origin(request);
    return origin != null && config.origins().contains(origin.toLowerCase(Locale.ROOT));
  }

  private static ApiKey key(Operator operator) {
    return new ApiKey(operator.id(), operator.email(), ALL, List.of(), null, true);
  }
}
