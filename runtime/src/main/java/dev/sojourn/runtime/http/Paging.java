package dev.sojourn.runtime.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that a request asks for.
 *
 * @param limit at most how many, from 1
 * @param offset how many to skip
 */
record Paging(int limit, int offset) {
  private static final int DEFAULT = 50;
  private static final int MOST = 100;
  private static final int FARTHEST = 1_000_000_000;

  /** What the query says; {@link Refusal} 400 if that is out of bounds. */
  static Paging of(RoutingContext request) {
    return of(request, MOST);
  }

  /** The same of a list that may be asked for more at once. */
  static Paging of(RoutingContext request, int most) {
    return new Paging(
        number("limit", request.request().getParam("limit"), DEFAULT, 1, most),
        number("offset", request.request().getParam("offset"), 0, 0, FARTHEST));
  }

  /** A list's answer. */
  JsonObject around(String name, JsonArray items, long total) {
    return new JsonObject()
        .put(name, items)
        .put("total", total)
        .put("limit", limit)
        .put("offset", offset);
  }

  /** The answer for a list that is at hand as a whole. */
  JsonObject cut(String name, JsonArray all) {
    JsonArray part = new JsonArray();
    for (int i = offset; i < Math.min(all.size(), (long) offset + limit); i++) {
      part.add(all.getValue(i));
    }
    return around(name, part, all.size());
  }

  static int number(String name, @Nullable String text, int otherwise, int least, int most) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    if (text.matches("\\d{1,10}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return (int) number;
      }
    }
    throw Refusal.badRequest(
        name + " '" + text + "' is not a whole number from " + least + " to " + most);
  }
}
