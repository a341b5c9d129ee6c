package dev.sojourn.runtime.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error; the message is for its sender. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int retryAfterSeconds;

  private final @Nullable String detail;
  private final transient @Nullable ApiKey asker;

  private Refusal(int status, int retryAfterSeconds, String message) {
    this(status, retryAfterSeconds, message, null, null);
  }

  private Refusal(
      int status,
      int retryAfterSeconds,
      String message,
      @Nullable String detail,
      @Nullable ApiKey asker) {
    super(message, null, false, false);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
    this.detail = detail;
    this.asker = asker;
  }

  static Refusal of(int status, String message) {
    return new Refusal(status, 0, message);
  }

  static Refusal badRequest(String message) {
    return of(400, message);
  }

  static Refusal unauthorized(String message) {
    return of(401, message);
  }

  static Refusal forbidden() {
    return of(403, "Forbidden: insufficient scope");
  }

  static Refusal notFound(String what, String id) {
    return of(404, "no %s '%s' is known here; expected one that exists".formatted(what, id));
  }

  static Refusal noRoute(HttpServerRequest request) {
    return of(404, "no route '%s' exists; check its spelling".formatted(request.path()));
  }

  static Refusal wrongMethod(HttpServerRequest request) {
    return of(
        405,
        "route '%s' takes no '%s'; use another method".formatted(request.path(), request.method()));
  }

  static Refusal malformed(@Nullable Throwable cause) {
    String fault = cause == null ? "Bad Request" : String.valueOf(cause.getMessage());
    return of(400, "the request cannot be read: '%s'; send it well-formed".formatted(fault));
  }

  static Refusal conflict(String message) {
    return of(409, message);
  }

  static Refusal tooMany(int retryAfterSeconds) {
    return new Refusal(429, retryAfterSeconds, "Rate limit exceeded");
  }

  /** In the words that clients know. */
  static Refusal suspended() {
    return new Refusal(
        429,
        60,
        "ingest_suspended",
        "no events are taken in for now, and nothing of this one is stored; send it again later",
        null);
  }

  static Refusal tooLarge(int limit) {
    return of(413, "the body is larger than '%d' bytes; send less in one request".formatted(limit));
  }

  static Refusal overRate(long items, int most) {
    return of(
        413, "'%d' at once are more than the '%d' of a minute; send fewer".formatted(items, most));
  }

  static Refusal tooSlow() {
    return of(408, "the body did not arrive in time as a whole; send it again");
  }

  static Refusal noKeyAtAll() {
    return unavailable(
        5, "there is no API key yet; set ADMIN_API_KEY or let the service mint its first one");
  }

  static Refusal unavailable(int retryAfterSeconds, String message) {
    return new Refusal(503, retryAfterSeconds, message);
  }

  /** The same, of somebody who is known. */
  Refusal to(ApiKey known) {
    return new Refusal(status, retryAfterSeconds, text(), detail, known);
  }

  /** Who was refused at the door with a key that is known; null for anybody else. */
  @Nullable ApiKey asker() {
    return asker;
  }

  int status() {
    return status;
  }

  /** Seconds after which a repeat may succeed; 0 if none is worth it. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** More about a refusal whose text is a code; null for most. */
  @Nullable String detail() {
    return detail;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
