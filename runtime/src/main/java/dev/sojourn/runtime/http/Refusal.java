package dev.sojourn.runtime.http;

/** A request that is answered with an error; the message is for its sender. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int retryAfterSeconds;

  private Refusal(int status, int retryAfterSeconds, String message) {
    super(message, null, false, false);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
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
    return of(404, "no " + what + " '" + id + "'");
  }

  static Refusal conflict(String message) {
    return of(409, message);
  }

  static Refusal tooLarge(int limit) {
    return of(413, "The body is larger than " + limit + " bytes; send less in one request");
  }

  static Refusal tooSlow() {
    return of(408, "The body did not arrive in time; send it again");
  }

  static Refusal unavailable(int retryAfterSeconds, String message) {
    return new Refusal(503, retryAfterSeconds, message);
  }

  int status() {
    return status;
  }

  /** Seconds after which a repeat may succeed; 0 if none is worth it. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
