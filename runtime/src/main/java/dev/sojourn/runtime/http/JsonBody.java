package dev.sojourn.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** Bodies that are one JSON object. */
final class JsonBody {
  private JsonBody() {}

  /** The object; {@link Refusal} 400 if the body is none. */
  static JsonObject object(Buffer body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      throw Refusal.badRequest("the body is not a JSON object");
    }
  }
}
