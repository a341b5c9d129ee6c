package dev.sojourn.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * What a route answers.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body the body
 */
record Answer(int status, String contentType, Buffer body) {
  static final String JSON = "application/json; charset=utf-8";

  static Answer ok(JsonObject body) {
    return json(200, body);
  }

  static Answer json(int status, JsonObject body) {
    return new Answer(status, JSON, body.toBuffer());
  }
}
