package dev.sojourn.runtime.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Writes answers and errors in the wire's shape. */
final class Replies {
  private static final CharSequence JSON = HttpHeaders.createOptimized(Answer.JSON);

  private final Failures failures;

  Replies(Failures failures) {
    this.failures = failures;
  }

  /** Sends an answer, unless the connection has gone. */
  void send(HttpServerRequest request, Answer answer) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(answer.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
        .end(Gzip.of(request, answer));
  }

  /** Sends {@code {"error": …}} and answers its status. */
  int refuse(HttpServerRequest request, Throwable failure, String requestId) {
    Refusal refusal = failures.of(failure, requestId);
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return refusal.status();
    }
    if (refusal.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(refusal.retryAfterSeconds()));
    }
    if (refusal.status() == 401) {
      response.putHeader("www-authenticate", "Bearer");
    }
    if (refusal.status() == 408 || refusal.status() == 413) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    JsonObject body = new JsonObject().put("error", refusal.text());
    if (refusal.detail() != null) {
      body.put("message", refusal.detail());
    }
    response
        .setStatusCode(refusal.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .end(body.toBuffer());
    return refusal.status();
  }
}
