package dev.sojourn.runtime.http;

import io.vertx.core.json.JsonObject;

/** What clients of a sign-in expect to hear: a code beside the sentence. */
final class AuthAnswers {
  static Answer refused(int status, String code, String sentence) {
    return Answer.json(
        status, new JsonObject().put("error", sentence).put("code", code).put("message", sentence));
  }

  private AuthAnswers() {}
}
