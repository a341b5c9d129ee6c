package dev.sojourn.runtime.outside;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;

/** The body of one answer while it comes in. Belongs to the context of its connection. */
final class Reading {
  private final int longest;
  private final boolean cuts;
  private final Promise<String> all = Promise.promise();
  private final Buffer body = Buffer.buffer();
  private boolean whole;

  Reading(int longest, boolean cuts) {
    this.longest = longest;
    this.cuts = cuts;
  }

  void of(HttpClientResponse response) {
    response.exceptionHandler(all::tryFail);
    response.endHandler(
        end -> {
          whole = true;
          all.tryComplete(soFar());
        });
    response.handler(this::take);
  }

  Future<String> all() {
    return all.future();
  }

  /** Whether nothing more can come, so that the connection is free for another exchange. */
  boolean isWhole() {
    return whole;
  }

  String soFar() {
    return body.toString(StandardCharsets.UTF_8);
  }

  private void take(Buffer chunk) {
    if (all.future().isComplete()) {
      return;
    }
    var room = longest - body.length();
    if (chunk.length() <= room) {
      body.appendBuffer(chunk);
    } else if (cuts) {
      body.appendBuffer(chunk.slice(0, room));
      all.tryComplete(soFar());
    } else {
      all.tryFail("the answer is longer than " + longest + " bytes");
    }
  }
}
