package dev.sojourn.runtime.http;

import dev.sojourn.core.limit.Left;
import dev.sojourn.core.limit.Rate;
import dev.sojourn.runtime.limit.Limits;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** How often one address of the network may try passwords, and ask for new ones. */
final class AuthLimits {
  static final Rate SIGN_IN = Rate.perMinute("sign-in", 10);
  static final Rate RESET = Rate.perMinute("reset", 5);

  private final Limits limits;
  private final Rate both;
  private final int proxies;

  AuthLimits(Limits limits, int perMinute, int proxies) {
    this.limits = limits;
    this.both = Rate.perMinute("auth", perMinute);
    this.proxies = proxies;
  }

  /** Done if it may go on, else {@link Refusal} 429. */
  Future<Void> ask(HttpServerRequest request, Rate rate) {
    long asker = Whence.of(request, proxies).asker();
    return limits
        .ask(rate, asker, 1)
        .compose(
            own ->
                own.mayGoOn() && both.isLimited()
                    ? limits.ask(both, asker, 1).map(all -> narrower(own, all))
                    : Future.succeededFuture(own))
        .map(
            left -> {
              KeyGate.tell(request, left);
              return null;
            });
  }

  private static Left narrower(Left own, Left all) {
    return all.mayGoOn() && own.remaining() <= all.remaining() ? own : all;
  }
}
