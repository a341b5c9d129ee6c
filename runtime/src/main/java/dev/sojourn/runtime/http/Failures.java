package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.DatabaseGone;
import dev.sojourn.runtime.ingest.Overloaded;
import dev.sojourn.runtime.ingest.Rejected;
import dev.sojourn.runtime.operator.Crowded;
import dev.sojourn.runtime.telemetry.LogKey;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure means to the sender of a request. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private final boolean production;

  /** Outside production, an answer to a fault of ours says what it was. */
  Failures(boolean production) {
    this.production = production;
  }

  /** The failure as it is answered; a fault of ours is logged with the request's id. */
  Refusal of(Throwable failure, String requestId) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    if (failure instanceof Rejected rejected) {
      return Refusal.of(rejected.status(), String.valueOf(rejected.getMessage()));
    }
    if (failure instanceof Overloaded overloaded) {
      return Refusal.unavailable(
          (int) overloaded.retryAfter().toSeconds(), String.valueOf(overloaded.getMessage()));
    }
    if (failure instanceof Crowded crowded) {
      return Refusal.unavailable(3, String.valueOf(crowded.getMessage()));
    }
    if (failure instanceof DatabaseGone) {
      log.atWarn()
          .addKeyValue(LogKey.REQUEST.toString(), requestId)
          .log("a request was turned away: {}", failure.getMessage());
      return Refusal.unavailable(1, "the database cannot be reached; try again in a second");
    }
    if (failure instanceof HttpClosedException) {
      return Refusal.of(
          400, "the connection was closed before the request was complete; send it again");
    }
    if (failure instanceof HttpException refused) {
      return Refusal.of(refused.getStatusCode(), String.valueOf(refused.getPayload()));
    }
    log.atError()
        .addKeyValue(LogKey.REQUEST.toString(), requestId)
        .setCause(failure)
        .log("a request failed");
    return Refusal.of(500, production ? "Internal Server Error" : String.valueOf(failure));
  }
}
