package dev.sojourn.runtime.http;

import dev.sojourn.runtime.config.OperatorConfig;
import dev.sojourn.runtime.operator.Operators;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that holds the token of a session: for no script, no other site, and over TLS no other
 * host.
 *
 * @param name its name, which binds it to the host over TLS
 * @param secure whether browsers may send it over TLS alone
 */
record SessionCookie(String name, boolean secure) {
  static SessionCookie of(OperatorConfig config) {
    boolean secure = config.isSecure();
    return new SessionCookie(
        (secure ? "__Host-" : "") + config.cookiePrefix() + ".session_token", secure);
  }

  /** The token that a request came with; null for none. */
  @Nullable String token(HttpServerRequest request) {
    Cookie cookie = request.getCookie(name);
    String value = cookie == null ? null : cookie.getValue();
    return value == null || value.isEmpty() ? null : value;
  }

  /** Gives a browser a token, for as long as the session lasts. */
  void give(HttpServerResponse response, String token) {
    write(response, token, Operators.SESSION.toSeconds());
  }

  /** Takes it away. */
  void take(HttpServerResponse response) {
    write(response, "", 0);
  }

  private void write(HttpServerResponse response, String value, long seconds) {
    response
        .headers()
        .add(
            "set-cookie",
            "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
                .formatted(name, value, seconds, secure ? "; Secure" : ""));
  }
}
