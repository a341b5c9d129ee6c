package dev.sojourn.runtime.http;

import dev.sojourn.core.limit.Left;
import dev.sojourn.core.limit.Rate;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Admits who comes with a key of the scope, from an origin of the key, or is signed in, and not too
 * often.
 */
final class KeyGate implements Gate {
  private static final CharSequence LIMIT = HttpHeaders.createOptimized("x-ratelimit-limit");
  private static final CharSequence REMAINING =
      HttpHeaders.createOptimized("x-ratelimit-remaining");

  private final Entrance entrance;
  private final SessionGate sessions;

  KeyGate(Entrance entrance, SessionGate sessions) {
    this.entrance = entrance;
    this.sessions = sessions;
  }

  @Override
  public Future<ApiKey> admit(HttpServerRequest request, Route route) {
    if (entrance.suspended() && route.path().startsWith(DataTable.EVENT_IN.path())) {
      return Future.failedFuture(Refusal.suspended());
    }
    ApiKeys keys = entrance.keys();
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    ApiKey known = keys.verified(header);
    if (known != null) {
      return entered(request, known, route);
    }
    request.pause();
    String token = sessions.token(request, route);
    return token == null ? byKey(request, header, route) : bySession(request, token, route);
  }

  private Future<ApiKey> bySession(HttpServerRequest request, String token, Route route) {
    return sessions
        .verify(request, token)
        .onComplete(done -> request.resume())
        .compose(
            key -> {
              Refusal foreign = sessions.foreign(request);
              return foreign == null
                  ? entered(request, key, route)
                  : Future.failedFuture(foreign.to(key));
            });
  }

  private Future<ApiKey> byKey(HttpServerRequest request, @Nullable String header, Route route) {
    ApiKeys keys = entrance.keys();
    return keys.verify(header)
        .recover(
            e ->
                Future.failedFuture(
                    keys.isEmpty() && route.meter() == Route.Meter.ADMIN
                        ? Refusal.noKeyAtAll()
                        : e))
        .onComplete(done -> request.resume())
        .compose(key -> entered(request, key, route));
  }

  private Future<ApiKey> entered(HttpServerRequest request, ApiKey key, Route route) {
    Refusal refusal = refusal(request, key, route);
    return refusal == null
        ? asked(request, key, entrance.rates().of(route), 1)
        : Future.failedFuture(refusal.to(key));
  }

  /** Counts what a request costs beyond its being asked; refuses what no wait could let in. */
  Future<ApiKey> counted(HttpServerRequest request, ApiKey key, Rate rate, int cost) {
    return rate.isLimited() && cost >= rate.most()
        ? Future.failedFuture(Refusal.overRate(1L + cost, rate.most()))
        : asked(request, key, rate, cost);
  }

  private Future<ApiKey> asked(HttpServerRequest request, ApiKey key, Rate rate, int cost) {
    if (!rate.isLimited()) {
      return Future.succeededFuture(key);
    }
    Future<Left> asked = entrance.limits().ask(rate, key.id(), cost);
    if (asked.succeeded()) {
      return told(request, key, asked.result());
    }
    request.pause();
    return asked.onComplete(done -> request.resume()).compose(left -> told(request, key, left));
  }

  private static Future<ApiKey> told(HttpServerRequest request, ApiKey key, Left left) {
    try {
      tell(request, left);
      return Future.succeededFuture(key);
    } catch (Refusal tooMany) {
      return Future.failedFuture(tooMany);
    }
  }

  /** Tells what is left of a rate; {@link Refusal} 429 if that is nothing. */
  static void tell(HttpServerRequest request, Left left) {
    request
        .response()
        .putHeader(LIMIT, Integer.toString(left.limit()))
        .putHeader(REMAINING, Integer.toString(left.remaining()));
    if (!left.mayGoOn()) {
      throw Refusal.tooMany(left.retryAfterSeconds());
    }
  }

  private static @Nullable Refusal refusal(HttpServerRequest request, ApiKey key, Route route) {
    Route.Access access = route.access();
    Scope scope = access.scope();
    if (scope != null && key.may(scope)) {
      return null;
    }
    if (!access.publishable() || !key.isPublishable()) {
      return Refusal.forbidden();
    }
    String origin = Cors.origin(request);
    return origin != null && key.allowedOrigins().contains(origin)
        ? null
        : Refusal.of(403, "Forbidden: origin '%s' is none that this key allows".formatted(origin));
  }
}
