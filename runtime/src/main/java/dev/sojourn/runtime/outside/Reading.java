package dev.sojourn.runtime.outside;

import dev.sojourn.core.schedule.RetryAfter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One answer while it comes in. Belongs to the context of its connection. */
final class Reading {
  private final int longest;
  private final boolean cuts;
  private final Promise<Answer> all = Promise.promise();
  private final Buffer body = Buffer.buffer();
  private @Nullable HttpClientResponse response;
  private boolean whole;

  Reading(int longest, boolean cuts) {
    this.longest = longest;
    this.cuts = cuts;
  }

  Future<Answer> of(HttpClientResponse begun) {
    response = begun;
    begun.exceptionHandler(all::tryFail);
    begun.endHandler(
        end -> {
          whole = true;
          all.tryComplete(soFar(begun));
        });
    begun.handler(chunk -> take(begun, chunk));
    return all.future();
  }

  /** The answer as far as it came, when no more comes of it. */
  Future<Answer> without(Throwable lost) {
    var begun = response;
    return cuts && begun != null ? Future.succeededFuture(soFar(begun)) : Future.failedFuture(lost);
  }

  /** Whether nothing more can come, so that the connection is free for another exchange. */
  boolean isWhole() {
    return whole;
  }

  private Answer soFar(HttpClientResponse begun) {
    return new Answer(
        begun.statusCode(),
        RetryAfter.of(begun.getHeader("Retry-After"), begun.getHeader("Date")),
        body.toString(StandardCharsets.UTF_8));
  }

  private void take(HttpClientResponse begun, Buffer chunk) {
    if (all.future().isComplete()) {
      return;
    }
    var room = longest - body.length();
    if (chunk.length() <= room) {
      body.appendBuffer(chunk);
    } else if (cuts) {
      body.appendBuffer(chunk.slice(0, room));
      all.tryComplete(soFar(begun));
    } else {
      all.tryFail("the answer is longer than " + longest + " bytes");
    }
  }
}
